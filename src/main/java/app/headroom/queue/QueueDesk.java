package app.headroom.queue;

import java.util.concurrent.CompletableFuture;

/**
 * Where commands are handed in: the queue itself, or the way to the queue that another process
 * owns. Safe from any thread.
 */
public interface QueueDesk {

  /**
   * Returns at once. The future never fails; what goes wrong is an {@link Answer}. It is completed
   * on the queue's own thread, so do nothing long there.
   */
  CompletableFuture<Answer> ask(QueueCommand command);
}
