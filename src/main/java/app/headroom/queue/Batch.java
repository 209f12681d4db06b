package app.headroom.queue;

import app.headroom.job.JobState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts what ends from the first start until nothing is left to do. Queue thread only. */
final class Batch {

  private @Nullable Instant since;
  private int finished;
  private int failed;
  private int cancelled;

  void started(Instant now) {
    if (since == null) {
      since = now;
    }
  }

  /** Every state that a job comes to; only ends count. */
  void reached(JobState state) {
    switch (state) {
      case JobState.Finished _ -> finished++;
      case JobState.Failed _ -> failed++;
      case JobState.Cancelled _ -> cancelled++;
      case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Parked _ -> {}
    }
  }

  /**
   * If something was done, and nothing runs, and nothing waits that may start, the sum of it; then
   * it begins anew.
   */
  QueueEvent.@Nullable BatchDone done(Roster roster, Startable startable, Instant now) {
    if (since == null && failed == 0) {
      return null;
    }
    int paused = 0;
    for (Entry entry : roster.inOrder()) {
      switch (entry.state()) {
        case JobState.Running _ -> {
          return null;
        }
        case JobState.Waiting _, JobState.Parked _ -> {
          if (startable.mayStart(entry.id(), entry.stored().request())) {
            return null;
          }
        }
        case JobState.Paused _ -> paused++;
        case JobState.Finished _, JobState.Failed _, JobState.Cancelled _ -> {}
      }
    }
    Duration wall = since == null ? Duration.ZERO : Duration.between(since, now);
    QueueEvent.BatchDone sum = new QueueEvent.BatchDone(finished, failed, cancelled, paused, wall);
    since = null;
    finished = 0;
    failed = 0;
    cancelled = 0;
    return sum;
  }
}
