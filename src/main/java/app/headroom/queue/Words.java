package app.headroom.queue;

import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.Times;
import app.headroom.memory.MemoryPolicy;
import java.time.Duration;
import java.util.Locale;

/** What the queue says of itself. */
final class Words {

  private Words() {}

  /** For example {@code 2.6 s}. */
  static String seconds(SegmentLength length) {
    String text = String.format(Locale.ROOT, "%.2f", length.seconds());
    return text.replaceFirst("\\.?0+$", "") + " s";
  }

  /** A place in the song, for example {@code 1:02}. */
  static String time(long frames) {
    return Times.text(Duration.ofMillis(frames * 1000 / SegmentLength.SAMPLE_RATE_HZ));
  }

  /** Why a job starts with segments of that length. */
  static String startReason(SegmentLength segment, StoredJob job, MemoryPolicy policy) {
    SegmentLength ceiling = job.history().ceiling();
    if (segment.equals(ceiling)) {
      return "it used too much memory with longer ones";
    }
    return switch (job.request().segment()) {
      case SegmentChoice.Fixed(SegmentLength length) when length.equals(segment) -> "as chosen";
      case SegmentChoice.Auto _
          when segment.equals(policy.segments().startOf(job.request().engine().id())) ->
          "the default length";
      case SegmentChoice _ -> "the longest that fit the memory there is";
    };
  }

  /** How a worker ended, for the log and the store. */
  static String how(WorkerListener.End end) {
    return switch (end) {
      case WorkerListener.End.Finished _ -> "finished";
      case WorkerListener.End.Stopped _ -> "stopped, its place kept";
      case WorkerListener.End.Failed(var failure) -> failure.code() + ": " + failure.what();
      case WorkerListener.End.Killed(KillCause.OverLimit over) ->
          "ended at " + over.rssBytes() + " bytes of " + over.limitBytes();
      case WorkerListener.End.Killed(KillCause.Unresponsive silent) -> "ended: " + silent.reason();
      case WorkerListener.End.Killed(KillCause.Requested _) -> "ended as asked";
    };
  }
}
