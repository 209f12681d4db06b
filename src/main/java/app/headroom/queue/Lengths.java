package app.headroom.queue;

import app.headroom.job.JobHistory;
import app.headroom.job.SegmentLength;
import app.headroom.job.SourceInfo;
import org.jspecify.annotations.Nullable;

/** How long a song is, as far as is known. */
final class Lengths {

  private Lengths() {}

  static @Nullable Double audioSeconds(JobHistory history, @Nullable SourceInfo source) {
    long frames = history.work().totalFrames();
    if (frames > 0) {
      return frames / (double) SegmentLength.SAMPLE_RATE_HZ;
    }
    return source == null ? null : source.durationSeconds();
  }
}
