package app.headroom.ui.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobState;
import app.headroom.queue.JobSnapshot;
import java.util.ArrayList;
import java.util.List;

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
    switch (job.state()) {
      case JobState.Failed failed -> failure(failed.failure(), lines);
      case JobState.Finished _ -> lines.add("state: finished");
      case JobState.Waiting _,
          JobState.Running _,
          JobState.Paused _,
          JobState.Parked _,
          JobState.Cancelled _ ->
          lines.add("state: " + job.state());
    }
    lines.add("history: " + history.tally() + " " + history.work());
    history.notes().forEach(note -> lines.add("note: " + note));
    return String.join("\n", lines) + "\n";
  }

  private static String request(JobSnapshot job) {
    return job.request().model()
        + " "
        + job.precision()
        + " "
        + job.request().stems()
        + " "
        + job.request().format()
        + " "
        + job.request().segment()
        + " "
        + job.request().engine();
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
