package app.headroom.memory;

/**
 * What segments of one length take.
 *
 * @param peakBytes highest resident memory of the job's process tree
 * @param threadSeconds seconds of work for one second of a segment, times the compute threads that
 *     did it
 */
public record Cost(long peakBytes, double threadSeconds) {

  public Cost {
    if (peakBytes <= 0 || !(threadSeconds > 0)) {
      throw new IllegalArgumentException("no cost: " + peakBytes + " B, " + threadSeconds + " s");
    }
  }
}
