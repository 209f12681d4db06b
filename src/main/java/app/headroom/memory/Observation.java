package app.headroom.memory;

import app.headroom.job.SegmentLength;

/**
 * What one worker took at one length.
 *
 * @param peakBytes highest resident memory of the process tree while segments of this length ran
 *     ({@link GovernedJob#peaks})
 * @param threadSeconds seconds of work for one second of a segment, times the worker's compute
 *     threads
 * @param cut whether it was ended there: it would have taken more
 */
public record Observation(
    CostKey key, SegmentLength length, long peakBytes, double threadSeconds, boolean cut) {

  /** Of a worker that was let go on. */
  public Observation(CostKey key, SegmentLength length, long peakBytes, double threadSeconds) {
    this(key, length, peakBytes, threadSeconds, false);
  }
}
