package app.headroom.memory;

import app.headroom.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the governor remembers from one input to the next. Immutable.
 *
 * @param latest the last sample, or null before the first
 * @param notCriticalSince since when the machine has been below CRITICAL, or null while it is not
 * @param lastResumed when a paused job was last told to go on, or null
 * @param jobs running jobs in the order in which they were started
 * @param parked in the order in which they will be unparked
 */
public record GovernorState(
    TierTracker tracker,
    @Nullable MemorySample latest,
    @Nullable Instant notCriticalSince,
    @Nullable Instant lastResumed,
    List<GovernedJob> jobs,
    List<JobId> parked) {

  public static final GovernorState START =
      new GovernorState(TierTracker.START, null, null, null, List.of(), List.of());

  public GovernorState {
    jobs = List.copyOf(jobs);
    parked = List.copyOf(parked);
  }

  public Tier tier() {
    return tracker.tier();
  }

  public Optional<GovernedJob> job(JobId id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }
}
