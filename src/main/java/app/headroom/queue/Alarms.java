package app.headroom.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, and not again until it is over, what does not go on without the user. */
final class Alarms {

  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  private final EventHub events;
  private final Set<Object> raised = new HashSet<>();

  private enum Topic {
    STORE,
    BUDGET
  }

  Alarms(EventHub events) {
    this.events = events;
  }

  void storeFailed(StoreException e) {
    if (raised.add(Topic.STORE)) {
      LOG.error("the queue's database cannot be written", e);
      events.publish(
          new QueueEvent.AttentionNeeded(
              null,
              "the queue cannot be kept: " + e.getMessage(),
              "Make room on the disk that holds it; it goes on by itself then."));
    }
  }

  void storeWorks() {
    raised.remove(Topic.STORE);
  }

  void budgetTooSmall(JobId job, JobFailure.BudgetTooSmall failure) {
    if (raised.add(Topic.BUDGET)) {
      events.publish(new QueueEvent.AttentionNeeded(job, failure.what(), failure.remedy()));
    }
  }

  void budgetFits() {
    raised.remove(Topic.BUDGET);
  }

  void diskFull(JobId job, String what) {
    events.publish(
        new QueueEvent.AttentionNeeded(
            job, what, "Free some space; the song goes on by itself then."));
  }
}
