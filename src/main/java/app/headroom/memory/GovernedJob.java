package app.headroom.memory;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.util.Map;

/**
 * What the governor knows of a running job. Immutable.
 *
 * @param warned whether the job has come to the warning limit
 * @param segments how many were finished by this worker
 */
public record GovernedJob(
    JobId id, JobLimits limits, RungControl rungs, Pause pause, boolean warned, long segments) {

  /** Length of the next segment. */
  public SegmentLength segment() {
    return rungs.segment();
  }

  /** Whether it is stopped, or told to stop, for the machine's sake. */
  public boolean paused() {
    return !(pause instanceof Pause.Working);
  }

  /** The highest resident memory seen while a segment of each length ran. */
  public Map<SegmentLength, Long> peaks() {
    return rungs.peaks();
  }

  /** What it is expected to hold at its present length, however little it holds now. */
  public long expectedBytes() {
    return rungs.expectedBytes(rungs.segment());
  }

  GovernedJob with(JobLimits newLimits) {
    return new GovernedJob(id, newLimits, rungs, pause, warned, segments);
  }

  GovernedJob with(RungControl newRungs) {
    return new GovernedJob(id, limits, newRungs, pause, warned, segments);
  }

  GovernedJob with(Pause newPause) {
    return new GovernedJob(id, limits, rungs, newPause, warned, segments);
  }

  GovernedJob withWarning() {
    return new GovernedJob(id, limits, rungs, pause, true, segments);
  }

  GovernedJob withOneSegmentMore() {
    return new GovernedJob(id, limits, rungs, pause, warned, segments + 1);
  }
}
