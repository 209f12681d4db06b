package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.memory.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in the queue; the one stream for window, {@code --json} and log. Immutable. */
public sealed interface QueueEvent {

  /**
   * Everything as it is. The first event of every subscription, and again after a subscriber has
   * fallen so far behind that other events had to be left out (never a {@link JobEnded}).
   */
  record Opened(QueueSnapshot queue) implements QueueEvent {}

  /** At the end of the order. */
  record JobAdded(JobSnapshot job) implements QueueEvent {}

  /** Another state that is not an end, another source, another reason to wait. */
  record JobChanged(JobSnapshot job) implements QueueEvent {}

  /** Progress alone. Only the newest of a job is kept for a subscriber that is slow. */
  record JobProgressed(JobSnapshot job) implements QueueEvent {}

  /** The job is now finished, failed or cancelled; told exactly once for each such end. */
  record JobEnded(JobSnapshot job) implements QueueEvent {}

  record JobRemoved(JobId job) implements QueueEvent {}

  record OrderChanged(List<JobId> order) implements QueueEvent {
    public OrderChanged {
      order = List.copyOf(order);
    }
  }

  /** What was decided about memory, and why; {@link Decision.TierChanged} among it. */
  record MemoryDecided(Instant at, Decision decision) implements QueueEvent {}

  /** Why a job stopped or goes on, where it was not memory that decided it. */
  record JobHappened(Instant at, JobId job, Happening what) implements QueueEvent {}

  /** Forecasts and reasons to wait may differ from now on. */
  record SettingsChanged(QueueSettings settings) implements QueueEvent {}

  /** The cost model has learned; forecasts may differ from now on. */
  record ForecastsChanged() implements QueueEvent {}

  /**
   * Nothing runs and nothing waits any more.
   *
   * @param paused how many jobs the user has stopped
   * @param wall since the first of them started
   */
  record BatchDone(int finished, int failed, int cancelled, int paused, Duration wall)
      implements QueueEvent {}

  /**
   * Something does not go on without the user.
   *
   * @param job null where it is about the whole queue
   * @param what happened, without a full stop
   * @param remedy what the user can do, a full sentence
   */
  record AttentionNeeded(@Nullable JobId job, String what, String remedy) implements QueueEvent {}
}
