package app.headroom.memory;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.time.Instant;
import java.util.Map;

/** What the governor is told, in the order in which it happened. */
public sealed interface GovernorInput {

  Instant at();

  record Sampled(MemorySample sample) implements GovernorInput {
    @Override
    public Instant at() {
      return sample.at();
    }
  }

  /**
   * A worker was started for a job, for the first time or again.
   *
   * @param engine see {@link CostKey}
   * @param start length of its first segment, never exceeded later
   * @param estimates predicted peak in bytes at each length that the job may have; see {@link
   *     CostModel#peaks}
   */
  record Started(
      JobId job,
      String engine,
      SegmentLength start,
      JobLimits limits,
      Map<SegmentLength, Long> estimates,
      Instant at)
      implements GovernorInput {
    public Started {
      estimates = Map.copyOf(estimates);
    }
  }

  /** The user changed the limits of a running job. */
  record LimitsChanged(JobId job, JobLimits limits, Instant at) implements GovernorInput {}

  /** One segment of this length is safe on disk. */
  record SegmentFinished(JobId job, SegmentLength length, Instant at) implements GovernorInput {}

  /** The worker stopped as told by {@link Decision.Hold} and has cleaned up. */
  record Held(JobId job, Instant at) implements GovernorInput {}

  /** The worker closed its model as told by {@link Decision.Unload}. */
  record Unloaded(JobId job, Instant at) implements GovernorInput {}

  /**
   * The worker is gone, for whatever reason. A job that was told to park, and has not finished
   * meanwhile, is parked from here on.
   *
   * @param parked whether the job is to be told when it may start again
   */
  record Ended(JobId job, boolean parked, Instant at) implements GovernorInput {}

  /** A job is parked without having run here: found so in the store at the start. */
  record FoundParked(JobId job, Instant at) implements GovernorInput {}

  /** A parked job is not to be unparked any more: the user paused or cancelled it. */
  record Forgotten(JobId job, Instant at) implements GovernorInput {}
}
