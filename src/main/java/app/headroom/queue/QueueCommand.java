package app.headroom.queue;

import app.headroom.job.HandOff;
import app.headroom.job.JobId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a user may ask of the queue. Answered by {@link QueueDesk#ask}. The records are also written
 * as JSON, for the queue of another process.
 */
public sealed interface QueueCommand {

  /** At most this many songs in one command. */
  int MAX_JOBS = 10_000;

  /** Add songs at the end, in this order. */
  record Submit(List<Submission> songs) implements QueueCommand {
    public Submit {
      songs = List.copyOf(songs);
    }
  }

  /** Stop, keep the place, and stay stopped until {@link Resume}. */
  record Pause(Selection jobs) implements QueueCommand {}

  /** Paused and parked jobs wait for their turn again. */
  record Resume(Selection jobs) implements QueueCommand {}

  /** Give up; nothing of the song is kept. */
  record Cancel(Selection jobs) implements QueueCommand {}

  /** Failed and cancelled jobs wait for their turn again. */
  record Retry(Selection jobs) implements QueueCommand {}

  /** Cancel what is not ended, and forget the jobs. */
  record Remove(Selection jobs) implements QueueCommand {}

  /** Forget the jobs that are finished or cancelled. */
  record ClearFinished() implements QueueCommand {}

  /**
   * Put the jobs, in this order, before the one that is now at {@code position} in the order of all
   * jobs; a position past the end means the end.
   */
  record Move(List<JobId> jobs, int position) implements QueueCommand {
    public Move {
      jobs = List.copyOf(jobs);
    }
  }

  /** Files for other programs have been made of a finished job's stems: its receipt names them. */
  record AddHandOffs(JobId job, Map<HandOff, Path> files) implements QueueCommand {
    public AddHandOffs {
      files = Collections.unmodifiableMap(new TreeMap<>(files));
    }
  }

  /** Which jobs a command is for. */
  sealed interface Selection {

    /** Every job that it can be done to; the others are not counted as refused. */
    record All() implements Selection {}

    record Some(List<JobId> ids) implements Selection {
      public Some {
        ids = List.copyOf(ids);
      }
    }

    static Selection all() {
      return new All();
    }

    static Selection of(JobId... ids) {
      return new Some(List.of(ids));
    }
  }
}
