package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The songs to be separated. One thread of its own changes them; each change is stored before it is
 * told. At most one process may have the queue of a home open: whoever opens it holds its {@code
 * store.QueueLock}.
 *
 * <p>All methods are safe from any thread, and none but {@link #open} and {@link #close} waits for
 * files or processes.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class JobQueue implements QueueDesk, AutoCloseable {

  /**
   * Reads the store, ends workers that a crashed application left, and deletes spool folders that
   * belong to no job. Jobs that were running wait to go on. No job starts before {@link #start}.
   *
   * @throws StoreException if the store cannot be read or written
   */
  public static JobQueue open(QueueParts parts, QueueSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** From now on jobs are started. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /**
   * From now on the jobs that {@code mayStart} are started; the others keep waiting, and do not
   * keep a batch from being done. For a command that does its own songs only, and leaves those that
   * lie in the queue from before. Asked on the queue's thread, again and again.
   */
  public void start(Predicate<? super JobId> mayStart) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Answer> ask(QueueCommand command) {
    throw new UnsupportedOperationException();
  }

  /** Takes effect on waiting jobs at once and on running ones as far as that is possible. */
  public void change(QueueSettings settings) {
    throw new UnsupportedOperationException();
  }

  public QueueSettings settings() {
    throw new UnsupportedOperationException();
  }

  public QueueSnapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  public Optional<JobSnapshot> job(JobId id) {
    throw new UnsupportedOperationException();
  }

  /** Before it is added: what a song is going to take. */
  public Outlook outlook(SeparationRequest request, @Nullable SourceInfo source) {
    throw new UnsupportedOperationException();
  }

  /** What is left of a job is going to take. */
  public Outlook outlook(JobSnapshot job) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells everything from now on, beginning with {@link QueueEvent.Opened}, on a thread of the
   * subscriber's own, which may block.
   */
  public Subscription subscribe(Consumer<? super QueueEvent> listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks the workers to keep their place and end, waits for them for a bounded time, ends those
   * that did not, delivers the last events and closes the store. Running jobs go on at the next
   * start.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
