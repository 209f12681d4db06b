package app.headroom.ui.main;

import java.nio.file.Path;
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
     * @param bytes its size, as far as is known before it is fetched
     */
    record Missing(long bytes) implements State {}

    /**
     * @param doneBytes of {@code allBytes}, which is 0 while it is not known
     * @param building whether it is here already and is being made ready
     */
    record Fetching(long doneBytes, long allBytes, boolean building) implements State {}

    /**
     * @param reason in words, without a full stop
     */
    record Failed(String reason, String remedy) implements State {}
  }

  /** Tells how it stands now and whenever that changes. */
  void watch(Consumer<State> listener);

  /** Fetches the model if it is not here; does nothing while it is at it. */
  void fetch();

  /** Takes the model from a file that the user has instead of fetching it. */
  void take(Path file);

  /** Stops fetching; what was fetched is kept if it can be gone on from. */
  void cancel();
}
