package app.headroom.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.queue.Happening.After;
import app.headroom.queue.Happening.Next;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to jobs between their workers, and remembers what each was stopped by until it
 * goes on. Queue thread only.
 */
final class Happenings {

  private final EventHub events;

  /** Empty where memory stopped it, which tells itself. Jobs may go without ever going on. */
  private final Map<JobId, Optional<After>> stopped =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Optional<After>> eldest) {
          return size() > QueueCommand.MAX_JOBS;
        }
      };

  Happenings(EventHub events) {
    this.events = events;
  }

  /**
   * A worker has started.
   *
   * @param job as it was before
   */
  void started(StoredJob job, Instant at) {
    Optional<After> after = stopped.getOrDefault(job.id(), Optional.of(After.RESTART));
    stopped.remove(job.id());
    if (job.history().tally().attempts() > 0 && after.isPresent()) {
      tell(job.id(), at, new Happening.WentOn(after.get(), job.history().work().doneFrames()));
    }
  }

  /**
   * A worker is gone, and the job is {@code next}. One that was asked to end may do so as it likes.
   *
   * @param history as it is now
   * @param closing whether the application ends
   */
  void ended(
      JobId job,
      WorkerListener.End end,
      JobState next,
      JobHistory history,
      boolean closing,
      Instant at) {
    String crash = closing ? null : crash(end);
    if (crash != null && next instanceof JobState.Waiting) {
      boolean begun = history.work().doneFrames() > 0;
      tell(job, at, new Happening.Crashed(crash, begun ? Next.GOES_ON : Next.BEGINS_AGAIN));
    } else if (crash != null && next instanceof JobState.Failed) {
      tell(job, at, new Happening.Crashed(crash, Next.FAILS));
    }
    switch (next) {
      case JobState.Paused _ -> {
        stopped.put(job, Optional.of(After.PAUSE));
        tell(job, at, new Happening.Paused());
      }
      case JobState.Waiting _ when crash != null -> stopped.put(job, Optional.of(After.CRASH));
      case JobState.Waiting _ when end instanceof WorkerListener.End.Killed ->
          stopped.put(job, Optional.of(After.KILL));
      case JobState.Failed _ -> stopped.put(job, Optional.of(After.FAILURE));
      case JobState.Waiting _, JobState.Parked _ -> stopped.put(job, Optional.empty());
      case JobState.Running _, JobState.Finished _, JobState.Cancelled _ -> stopped.remove(job);
    }
  }

  private void tell(JobId job, Instant at, Happening what) {
    events.publish(new QueueEvent.JobHappened(at, job, what));
  }

  private static @Nullable String crash(WorkerListener.End end) {
    return switch (end) {
      case WorkerListener.End.Failed(JobFailure failure)
          when failure instanceof JobFailure.WorkerCrashed
              || failure instanceof JobFailure.WorkerUnresponsive ->
          failure.what();
      case WorkerListener.End.Killed(KillCause.Unresponsive(String reason)) ->
          new JobFailure.WorkerUnresponsive(reason).what();
      case WorkerListener.End.Failed _,
          WorkerListener.End.Killed _,
          WorkerListener.End.Finished _,
          WorkerListener.End.Stopped _ ->
          null;
    };
  }
}
