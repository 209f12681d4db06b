package app.headroom.memory;

import app.headroom.job.Bytes;
import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.util.List;

/** What is to be done about memory, and why. */
public sealed interface Decision {

  Cause cause();

  /** What and why in words for the window and the log, without a full stop at the end. */
  String text();

  /** One that is about one job. */
  sealed interface OfJob extends Decision {
    JobId job();
  }

  record TierChanged(Tier from, Tier to, Cause cause) implements Decision {
    @Override
    public String text() {
      return "memory is " + to + ", was " + from + ": " + cause.text();
    }
  }

  /** Give back what can be given back, without a pause: the workers, and this application. */
  record CleanUp(List<JobId> jobs, boolean application, Cause cause) implements Decision {
    public CleanUp {
      jobs = List.copyOf(jobs);
    }

    @Override
    public String text() {
      return "cleaning up: " + cause.text();
    }
  }

  /** The job has come to the warning limit. */
  record Warn(JobId job, Cause.OwnFootprint cause) implements OfJob {
    @Override
    public String text() {
      return cause.text() + ", the warning limit";
    }
  }

  /** The job's next segment has another length. */
  record SetSegment(JobId job, SegmentLength from, SegmentLength to, Cause cause) implements OfJob {
    @Override
    public String text() {
      return "segments of "
          + seconds(to)
          + " s instead of "
          + seconds(from)
          + " s: "
          + cause.text();
    }

    private static String seconds(SegmentLength length) {
      return Range.text(Math.round(length.seconds() * 100) / 100.0);
    }
  }

  /** Stop at the next segment boundary, clean up and wait. */
  record Hold(JobId job, Cause cause) implements OfJob {
    @Override
    public String text() {
      return "paused: " + cause.text();
    }
  }

  /** Close the model as well. */
  record Unload(JobId job, Cause cause) implements OfJob {
    @Override
    public String text() {
      return "model unloaded: " + cause.text();
    }
  }

  /** Keep the place on disk and end the worker. */
  record Park(JobId job, Cause cause) implements OfJob {
    @Override
    public String text() {
      return "parked, resumes by itself: " + cause.text();
    }
  }

  /** Go on after {@link Hold} or {@link Unload}. */
  record Resume(JobId job, Cause cause) implements OfJob {
    @Override
    public String text() {
      return "going on: " + cause.text();
    }
  }

  /** A parked job may be admitted again. */
  record Unpark(JobId job, Cause cause) implements OfJob {
    @Override
    public String text() {
      return "may start again: " + cause.text();
    }
  }

  /** End the job's process tree at once. Comes from {@link KillRule}, not from the governor. */
  record Kill(JobId job, Cause.OwnFootprint cause) implements OfJob {
    public long limitBytes() {
      return cause.ofBytes();
    }

    public long rssBytes() {
      return cause.rssBytes();
    }

    @Override
    public String text() {
      return "ended: " + cause.text() + ", the hard limit";
    }
  }

  /** A line about memory for the log, every few segments. */
  record Report(JobId job, long segments, long rssBytes, Cause cause) implements OfJob {
    @Override
    public String text() {
      return segments + " segments, the job uses " + Bytes.text(rssBytes) + ", " + cause.text();
    }
  }
}
