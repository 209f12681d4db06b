package app.headroom.cli;

import app.headroom.job.JobFailure;
import app.headroom.memory.Decision;
import app.headroom.models.ModelProgress;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a batch, told as it happens. Called by one thread at a time. */
interface Report {

  /** The model is being made ready; told on several threads, one at a time. */
  void preparing(String model, String licence, ModelProgress progress);

  /** Files below folders that are no sound. */
  void skipped(long files, Set<String> kinds);

  /**
   * A song is in the queue.
   *
   * @param outlook what it is going to take, or null where another process knows that
   */
  void queued(JobSnapshot job, @Nullable Outlook outlook);

  /** It is in another state that is no end, or waits for another reason. */
  void changed(JobSnapshot job);

  void progressed(JobSnapshot job);

  void decided(Decision decision, JobSnapshot job);

  void tierChanged(Decision.TierChanged change);

  /** It is finished. */
  void finished(JobSnapshot job);

  /** It is not, or the file never was a job. */
  void failed(Path file, Failure failure);

  /** None of them could even begin, for the same reason. */
  void failedAll(List<Path> files, Failure failure);

  /** Something else that the user has to know, full sentences. */
  void note(String text);

  void done(int finished, int failed, Duration wall);

  /**
   * @param code stable, see {@link JobFailure#code}
   * @param what without a full stop
   * @param remedy a full sentence
   */
  record Failure(String code, String what, String remedy) {
    static Failure of(JobFailure failure) {
      return new Failure(failure.code(), failure.what(), failure.remedy());
    }
  }
}
