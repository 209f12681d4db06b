package app.headroom.queue;

import app.headroom.job.SegmentLength;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Measures how far a worker is and how fast it gets on. Queue thread only. */
final class ProgressMeter {

  /** Speed is that of so many segments; enough to be steady, few enough to follow a change. */
  private static final int REMEMBERED = 8;

  private static final String SEPARATING = "separating";
  private static final String ENCODING = "encoding";

  /** Shares of the whole that are over before and after the separation, as they are at most. */
  private static final double DECODED_SHARE = 0.03;

  private static final double SEPARATED_SHARE = 0.96;

  /** Until it is measured: seconds to encode all stems of a second of audio. */
  private static final double ENCODING_SECONDS = 0.02;

  private record Stretch(double audioSeconds, double wallSeconds) {}

  private final Deque<Stretch> last = new ArrayDeque<>();
  private String phase = "";
  private long doneUnits;
  private long totalUnits;
  private long doneFrames;
  private long totalFrames;
  private double share;

  /** Within a phase, as the worker tells. */
  void progressed(String newPhase, long done, long total) {
    phase = newPhase;
    doneUnits = done;
    totalUnits = total;
    if (phase.equals(ENCODING)) {
      reach(SEPARATED_SHARE + (1 - SEPARATED_SHARE) * part(done, total));
    } else if (!phase.equals(SEPARATING)) {
      reach(DECODED_SHARE * part(done, total));
    }
  }

  /** It is at its very beginning, whatever was thought before. */
  void atStart(long total) {
    share = 0;
    at(0, total);
  }

  /** It goes on from here. */
  void at(long done, long total) {
    doneFrames = done;
    totalFrames = total;
    reach(DECODED_SHARE + (SEPARATED_SHARE - DECODED_SHARE) * part(done, total));
  }

  void segmentDone(long done, long total, long wallMillis) {
    double audio = (done - doneFrames) / (double) SegmentLength.SAMPLE_RATE_HZ;
    at(done, total);
    phase = SEPARATING;
    doneUnits = done;
    totalUnits = total;
    if (audio > 0 && wallMillis > 0) {
      last.addLast(new Stretch(audio, wallMillis / 1000.0));
      if (last.size() > REMEMBERED) {
        last.removeFirst();
      }
    }
  }

  /** Seconds of audio a second; null before the first segment. */
  @Nullable Double speed() {
    double audio = last.stream().mapToDouble(Stretch::audioSeconds).sum();
    double wall = last.stream().mapToDouble(Stretch::wallSeconds).sum();
    return wall <= 0 ? null : audio / wall;
  }

  @Nullable Duration timeLeft() {
    Double speed = speed();
    if (speed == null || totalFrames <= 0) {
      return null;
    }
    double total = totalFrames / (double) SegmentLength.SAMPLE_RATE_HZ;
    double left = (totalFrames - doneFrames) / (double) SegmentLength.SAMPLE_RATE_HZ;
    double encodingLeft = phase.equals(ENCODING) ? 1 - part(doneUnits, totalUnits) : 1;
    double seconds = left / speed + total * ENCODING_SECONDS * encodingLeft;
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  JobProgress progress(
      JobProgress.Activity activity,
      SegmentLength segment,
      String segmentReason,
      long rssBytes,
      long budgetBytes) {
    return new JobProgress(
        activity,
        phase,
        doneUnits,
        totalUnits,
        share,
        speed(),
        timeLeft(),
        segment,
        segmentReason,
        rssBytes,
        budgetBytes);
  }

  private void reach(double newShare) {
    share = Math.max(share, newShare);
  }

  private static double part(long done, long total) {
    return total <= 0 ? 0 : Math.clamp(done / (double) total, 0, 1);
  }
}
