package app.headroom.ui.queue;

import app.headroom.job.Bytes;
import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobState;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.StemSelection;
import app.headroom.job.Times;
import app.headroom.queue.JobSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What "copy details" copies: for a report, so in English, with the failure's code and what
 * happened on the way.
 */
final class JobDetails {

  private JobDetails() {}

  static String of(JobSnapshot job, String program) {
    JobHistory history = job.history();
    List<String> lines = new ArrayList<>();
    lines.add(program);
    lines.add("job: " + job.id());
    lines.add("source: " + job.request().source().getFileName());
    if (job.source() != null) {
      lines.add(
          "format: %s, %s, %d Hz, %d channels"
              .formatted(
                  job.source().container(),
                  job.source().codec(),
                  job.source().sampleRateHz(),
                  job.source().channels()));
    }
    lines.add("request: " + request(job));
    if (job.state() instanceof JobState.Failed(JobFailure failure)) {
      failure(failure, lines);
    } else {
      lines.add("state: " + state(job));
    }
    lines.add("history: " + tally(history.tally()) + "; " + work(history.work()));
    history.notes().forEach(note -> lines.add("note: " + note));
    return String.join("\n", lines) + "\n";
  }

  private static String tally(JobHistory.Tally tally) {
    return tally.attempts()
        + " attempts, "
        + tally.kills()
        + " ended for memory ("
        + tally.killsAtLowest()
        + " with the shortest segments), "
        + tally.failuresInARow()
        + " failures in a row, "
        + tally.resumes()
        + " resumes, "
        + tally.pauses()
        + " pauses";
  }

  private static String work(JobHistory.Work work) {
    String segments =
        new TreeMap<>(work.segmentsByFrames())
            .entrySet().stream()
                .map(entry -> entry.getValue() + " of " + seconds(entry.getKey()))
                .collect(Collectors.joining(", "));
    return "%s of %s done in %s, peak %s, segments: %s"
        .formatted(
            Times.text(Duration.ofSeconds(work.doneFrames() / SegmentLength.SAMPLE_RATE_HZ)),
            Times.text(Duration.ofSeconds(work.totalFrames() / SegmentLength.SAMPLE_RATE_HZ)),
            Times.text(work.wall()),
            Bytes.text(work.peakBytes()),
            segments.isEmpty() ? "none" : segments);
  }

  private static String seconds(int frames) {
    return String.format(Locale.ROOT, "%.2f s", frames / (double) SegmentLength.SAMPLE_RATE_HZ);
  }

  private static String state(JobSnapshot job) {
    return switch (job.state()) {
      case JobState.Waiting _ ->
          "waiting" + (job.waitingFor() == null ? "" : ": " + job.waitingFor());
      case JobState.Running _ -> "running";
      case JobState.Paused _ -> "paused";
      case JobState.Parked(String cause) -> "parked: " + cause;
      case JobState.Finished _ -> "finished";
      case JobState.Failed _ -> "failed";
      case JobState.Cancelled _ -> "cancelled";
    };
  }

  private static String stems(StemSelection stems) {
    return switch (stems) {
      case StemSelection.All _ -> "all stems";
      case StemSelection.Isolate isolate -> isolate.stem().id() + " and the rest";
    };
  }

  private static String segment(SegmentChoice choice) {
    return switch (choice) {
      case SegmentChoice.Auto _ -> "auto";
      case SegmentChoice.Fixed fixed -> seconds(fixed.length().frames());
    };
  }

  private static String request(JobSnapshot job) {
    return job.request().model()
        + " "
        + job.precision()
        + " "
        + stems(job.request().stems())
        + " "
        + job.request().format()
        + " "
        + segment(job.request().segment())
        + " "
        + job.request().engine().id();
  }

  private static void failure(JobFailure failure, List<String> lines) {
    lines.add("code: " + failure.code());
    lines.add("what: " + failure.what());
    if (failure instanceof JobFailure.WorkerCrashed crashed) {
      lines.add("log:\n" + crashed.logTail());
    }
    if (failure instanceof JobFailure.EngineFailed failed) {
      lines.add("log:\n" + failed.logTail());
    }
  }
}
