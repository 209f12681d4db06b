package app.headroom.queue;

import app.headroom.job.SegmentLength;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a running job is.
 *
 * @param phase id of the worker's phase: {@code decoding}, {@code loading}, {@code separating},
 *     {@code encoding}; empty before the first
 * @param doneUnits within the phase
 * @param totalUnits within the phase, 0 while it is not known
 * @param share of the whole job, 0 to 1; never falls within an attempt
 * @param speed seconds of audio separated per second, over the last segments; null before the first
 * @param timeLeft as measured, null while it is not known
 * @param segment the length that the next segment will have
 * @param segmentReason why it is that long, in words
 * @param rssBytes resident memory of its process tree now, 0 before the first sample
 * @param budgetBytes what it has to stay under
 */
public record JobProgress(
    Activity activity,
    String phase,
    long doneUnits,
    long totalUnits,
    double share,
    @Nullable Double speed,
    @Nullable Duration timeLeft,
    SegmentLength segment,
    String segmentReason,
    long rssBytes,
    long budgetBytes) {

  /** What the worker does, or was last asked to do. */
  public enum Activity {
    STARTING,
    WORKING,
    /** Waits with the model loaded until the machine has memory again. */
    HELD,
    /** Waits with the model closed. */
    UNLOADED,
    /** Asked by the user to keep its place and end. */
    PAUSING,
    /** Asked for the machine's sake to keep its place and end. */
    PARKING,
    /** Being ended for good. */
    CANCELLING,
    /** Asked to keep its place and end, because the application ends. */
    CLOSING;

    /** Whether nothing follows but the worker's end. */
    boolean last() {
      return switch (this) {
        case STARTING, WORKING, HELD, UNLOADED -> false;
        case PAUSING, PARKING, CANCELLING, CLOSING -> true;
      };
    }
  }
}
