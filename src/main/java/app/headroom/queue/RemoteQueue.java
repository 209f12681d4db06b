package app.headroom.queue;

import java.util.List;

/**
 * The queue that another process has open; implemented by {@code store}. Commands are left for it
 * and answered within a second or so; where no answer comes in time the answer is {@link
 * Answer.Unable}, and the command is taken back if it has not been begun.
 */
public interface RemoteQueue extends QueueDesk, AutoCloseable {

  QueueOwner owner();

  /**
   * Whether a command was answered with {@link Answer.Unable} because the owner had ended; nothing
   * of it was done then, and it can be given to whoever has the queue now.
   */
  boolean ownerEnded();

  /**
   * Jobs as they are stored, in order: without live progress, which only its owner knows.
   *
   * @throws StoreException if the store cannot be read
   */
  List<JobSnapshot> jobs();

  @Override
  void close();
}
