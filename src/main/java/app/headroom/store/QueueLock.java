package app.headroom.store;

import app.headroom.queue.QueueOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The right to have a home's queue open, for one process at a time; given back by {@link #close} or
 * with the end of the process, however it ends.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class QueueLock implements AutoCloseable {

  private QueueLock() {}

  /** The lock, or who has it. */
  public sealed interface Attempt {
    record Acquired(QueueLock lock) implements Attempt {}

    record HeldBy(QueueOwner owner) implements Attempt {}
  }

  /**
   * Does not wait.
   *
   * @param file created if absent, and never deleted
   * @param role what this process is, for people
   */
  public static Attempt tryAcquire(Path file, String role, Instant now) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
