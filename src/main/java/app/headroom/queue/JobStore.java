package app.headroom.queue;

import app.headroom.job.JobId;
import java.util.List;
import java.util.Set;

/**
 * Keeps the queue over restarts; implemented by {@code store}. All methods are called by one thread
 * at a time, which waits for them, and throw {@link StoreException}.
 */
public interface JobStore extends AutoCloseable {

  /** All jobs in their order. One that cannot be read is left out and stays where it is. */
  List<StoredJob> jobs();

  /** The ids of those that the last {@link #jobs} left out, as far as they have one. */
  Set<String> unreadableJobs();

  /** Attempts without an end. */
  List<Attempt> openAttempts();

  /**
   * All of the change or, with an exception, nothing of it; when this returns it is on the disk.
   */
  void commit(Change change);

  /**
   * Commands that other processes left, oldest first, each given out once: whoever took one and was
   * killed over it does not find it again. Cheap when there are none.
   */
  List<Errand> takeErrands();

  /** Leaves the answer to an errand for the process that asked. */
  void answer(long errandId, Answer answer);

  @Override
  void close();

  /** A command from another process. */
  record Errand(long id, QueueCommand command) {}

  /**
   * What changes together.
   *
   * @param saved added, or written over what was kept of them
   * @param removed forgotten, with their attempts
   * @param attempts added, or written over
   */
  record Change(List<StoredJob> saved, List<JobId> removed, List<Attempt> attempts) {
    public Change {
      saved = List.copyOf(saved);
      removed = List.copyOf(removed);
      attempts = List.copyOf(attempts);
    }

    static Change save(StoredJob... jobs) {
      return new Change(List.of(jobs), List.of(), List.of());
    }
  }
}
