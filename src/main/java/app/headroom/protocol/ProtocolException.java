package app.headroom.protocol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A line that is no message of this protocol. */
public final class ProtocolException extends IOException {
  public ProtocolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
