package app.headroom.queue;

import org.jspecify.annotations.Nullable;

/** The store cannot be read or written; nothing of what was asked is kept. */
public final class StoreException extends RuntimeException {
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
