package app.headroom.ui.main;

import app.headroom.settings.Settings;
import app.headroom.ui.settings.ModelChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Getting the model onto this machine. Methods return at once; {@code listener} is told on any
 * thread.
 */
public interface ModelSetup {

  /** How it stands. */
  sealed interface State {

    /** Not known yet. */
    record Unknown() implements State {}

    /** The model lies ready; nothing is ever fetched again. */
    record Ready() implements State {}

    /**
     * @param first whether it is the one that a new user needs, and not another that was chosen
     * @param bytes its size, as far as is known before it is fetched
     */
    record Missing(String model, boolean first, long bytes) implements State {}

    /**
     * @param doneBytes of {@code allBytes}, which is 0 while it is not known
     * @param building whether it is here already and is being made ready
     */
    record Fetching(String model, long doneBytes, long allBytes, boolean building)
        implements State {}

    /**
     * @param reason in words, without a full stop
     */
    record Failed(String model, String reason, String remedy) implements State {}
  }

  /** Tells how it stands now and whenever that changes. */
  void watch(Consumer<State> listener);

  /**
   * Goes by the settings from now on: fetches the model that they name if it is not here, or needs
   * none where another program separates. What is being fetched is fetched to its end first.
   */
  void follow(Settings settings);

  /** Those that can be chosen, as they were looked at last. */
  List<ModelChoice> choices();

  /** Looks anew for what can be chosen; others may have added some. */
  void look();

  /** Fetches the model if it is not here; does nothing while it is at it. */
  void fetch();

  /** Takes the model from a file that the user has instead of fetching it. */
  void take(Path file);

  /** Stops fetching; what was fetched is kept if it can be gone on from. */
  void cancel();
}
