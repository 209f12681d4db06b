package app.headroom.audio;

import java.nio.file.Path;
import java.util.Collection;

/** Moves finished stems under their final names; a user's file is never silently replaced. */
@SuppressWarnings("DoNotCallSuggester")
public final class Publisher {

  private Publisher() {}

  /**
   * Before the start: whether the stems can be written there, as far as can be known.
   *
   * @param outputFolder must exist or be creatable
   * @param files the final paths
   * @param neededBytes what the stems will take, or 0 if unknown
   * @throws AudioException {@code OutputExists}, {@code OutputNotWritable} or {@code DiskFull}
   */
  public static void check(
      Path outputFolder, Collection<Path> files, boolean overwrite, long neededBytes)
      throws AudioException {
    throw new UnsupportedOperationException();
  }

  /**
   * Moves everything into place, or, when that fails, nothing. May be called again after an
   * interruption at any point; then it completes what is left.
   *
   * @throws AudioException {@code OutputExists} if a file has appeared under a final name, {@code
   *     OutputNotWritable} otherwise; nothing is left behind then, neither stems nor work folder
   */
  public static void publish(Publication publication) throws AudioException {
    throw new UnsupportedOperationException();
  }

  /** Gives a publication up: deletes work folder, files and the empty folders it created. */
  public static void abandon(Publication publication) {
    throw new UnsupportedOperationException();
  }
}
