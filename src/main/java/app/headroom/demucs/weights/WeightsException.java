package app.headroom.demucs.weights;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file does not hold the weights that were expected. The message names the file and the cause.
 */
public final class WeightsException extends IOException {

  public WeightsException(Path file, String cause) {
    super(file + ": " + cause);
  }

  public WeightsException(Path file, String message, Exception cause) {
    super(file + ": " + message, cause);
  }
}
