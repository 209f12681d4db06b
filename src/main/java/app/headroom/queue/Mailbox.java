package app.headroom.queue;

import app.headroom.job.JobId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one subscriber, in order and bounded. Of a job's progress only the newest
 * is kept. When there are too many, all but the ends of jobs give way to a fresh {@link
 * QueueEvent.Opened}. Safe from any thread.
 */
final class Mailbox {

  static final int CAPACITY = 4096;

  /** More ends of jobs than this, and the subscriber counts as dead. */
  static final int MOST_ENDS = 2 * QueueCommand.MAX_JOBS;

  private record ProgressOf(JobId job) {}

  private final Map<Object, QueueEvent> events = new LinkedHashMap<>();
  private Supplier<QueueSnapshot> snapshot =
      () -> {
        throw new IllegalStateException("not open yet");
      };
  private int ends;
  private boolean sealed;
  private boolean discarded;

  /** Starts with {@link QueueEvent.Opened}. */
  synchronized void reopenWith(Supplier<QueueSnapshot> source) {
    snapshot = source;
    reopen();
  }

  /**
   * @return false if it is so full that nothing can be done for its subscriber any more
   */
  synchronized boolean put(QueueEvent event) {
    if (discarded || sealed) {
      return true;
    }
    if (event instanceof QueueEvent.JobEnded) {
      if (ends >= MOST_ENDS) {
        return false;
      }
      ends++;
    } else if (events.size() - ends >= CAPACITY) {
      reopen();
      notifyAll();
      return true; // the snapshot says it already
    }
    if (event instanceof QueueEvent.JobProgressed(JobSnapshot job)) {
      ProgressOf key = new ProgressOf(job.id());
      events.remove(key); // so that the newer one is not told before what happened in between
      events.put(key, event);
    } else {
      events.put(new Object(), event);
    }
    notifyAll();
    return true;
  }

  /** Waits for the next; null when there will be none. */
  synchronized @Nullable QueueEvent take() throws InterruptedException {
    while (events.isEmpty() && !sealed && !discarded) {
      wait();
    }
    if (discarded || events.isEmpty()) {
      return null;
    }
    Iterator<QueueEvent> all = events.values().iterator();
    QueueEvent first = all.next();
    all.remove();
    if (first instanceof QueueEvent.JobEnded) {
      ends--;
    }
    return first;
  }

  /** Nothing more comes in; what is there is still taken. */
  synchronized void seal() {
    sealed = true;
    notifyAll();
  }

  /** Nothing more comes in or out. */
  synchronized void discard() {
    discarded = true;
    events.clear();
    notifyAll();
  }

  private void reopen() {
    events.values().removeIf(event -> !(event instanceof QueueEvent.JobEnded));
    events.put(new Object(), new QueueEvent.Opened(snapshot.get()));
  }
}
