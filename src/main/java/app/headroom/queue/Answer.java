package app.headroom.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;
import java.nio.file.Path;
import java.util.List;

/** What the queue answers to a {@link QueueCommand}. What is done is stored when it is said. */
public sealed interface Answer {

  /** One outcome for each song, in the order of the command. */
  record Submitted(List<SongOutcome> songs) implements Answer {
    public Submitted {
      songs = List.copyOf(songs);
    }
  }

  /**
   * @param jobs what the command did something to
   * @param refused what it could not be done to
   */
  record Done(List<JobId> jobs, List<Refusal> refused) implements Answer {
    public Done {
      jobs = List.copyOf(jobs);
      refused = List.copyOf(refused);
    }
  }

  /** Nothing was done: the queue is closed, too busy, or its store cannot be written. */
  record Unable(String reason) implements Answer {}

  sealed interface SongOutcome {

    record Added(JobId id, Path source) implements SongOutcome {}

    record Rejected(SeparationRequest request, JobFailure why) implements SongOutcome {}
  }

  /**
   * @param reason in words: "it is finished"
   */
  record Refusal(JobId id, String reason) {}
}
