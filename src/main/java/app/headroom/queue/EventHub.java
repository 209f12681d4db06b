package app.headroom.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to subscribers, each on a thread of its own and with a bounded mailbox, so that none
 * can hold up the queue or another one. Events are published by one thread at a time.
 */
final class EventHub {

  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  /**
   * @param snapshot of the queue, in step with the events; called by the publishing thread
   */
  void subscribe(Subscriber subscriber, Supplier<QueueSnapshot> snapshot) {
    subscriber.mailbox.reopenWith(snapshot);
    subscribers.add(subscriber);
    subscriber.thread.start();
  }

  Subscriber subscriber(Consumer<? super QueueEvent> listener) {
    return new Subscriber(listener);
  }

  void publish(QueueEvent event) {
    for (Subscriber subscriber : subscribers) {
      if (!subscriber.mailbox.put(event)) {
        LOG.error("a subscriber of the queue's events does not take them any more; it is left out");
        subscriber.close();
      }
    }
  }

  /** What is in the mailboxes is still delivered, for at most as long as is waited here. */
  void close(long millis) {
    List<Subscriber> last = new ArrayList<>(subscribers);
    subscribers.clear();
    last.forEach(subscriber -> subscriber.mailbox.seal());
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (Subscriber subscriber : last) {
      subscriber.join(deadline);
    }
  }

  /** One listener with its thread and mailbox. */
  final class Subscriber implements Subscription {

    private final Mailbox mailbox = new Mailbox();
    private final Consumer<? super QueueEvent> listener;
    private final Thread thread = Thread.ofVirtual().name("queue-events").unstarted(this::deliver);

    private Subscriber(Consumer<? super QueueEvent> listener) {
      this.listener = listener;
    }

    @Override
    public void close() {
      mailbox.discard();
      subscribers.remove(this);
    }

    /** To this one alone. */
    void tellNext(QueueEvent event) {
      var _ = mailbox.put(event);
    }

    private void deliver() {
      try {
        for (QueueEvent event = mailbox.take(); event != null; event = mailbox.take()) {
          tell(event);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void tell(QueueEvent event) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("a subscriber failed on {}", event.getClass().getSimpleName(), e);
      }
    }

    private void join(long deadlineNanos) {
      try {
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (thread.threadId() != Thread.currentThread().threadId() && left > 0) {
          thread.join(left);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
