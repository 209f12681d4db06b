package app.headroom.queue;

import app.headroom.job.Bytes;
import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobState;
import app.headroom.job.Receipt;
import app.headroom.job.SegmentLength;
import app.headroom.memory.KillRule;
import app.headroom.memory.MemoryPolicy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a job when its worker is gone. Pure.
 *
 * @param diskNeed what it waits for, if it is parked for room on a disk
 * @param keepsPlace whether its folder is kept
 */
record Ending(JobState state, JobHistory history, @Nullable DiskNeed diskNeed, boolean keepsPlace) {

  /** Exit code of a process that was ended by SIGKILL, as the kernel does when memory is out. */
  private static final int SIGKILLED = 137;

  /**
   * What is known of the attempt.
   *
   * @param job running, as stored, with the user's wish
   * @param history with all that this attempt added
   * @param segment the length that the worker was at
   * @param parkCause why it was told to park, or null if it was not
   * @param closing whether the application ends
   * @param pressed whether the machine is short of memory
   */
  record Circumstances(
      StoredJob job,
      JobHistory history,
      SegmentLength segment,
      @Nullable String parkCause,
      boolean closing,
      boolean pressed,
      QueueSettings settings) {

    String engine() {
      return job.request().engine().id();
    }
  }

  static Ending of(WorkerListener.End end, Circumstances at) {
    return switch (end) {
      case WorkerListener.End.Finished finished -> finished(finished, at);
      case WorkerListener.End.Stopped _ -> stopped(at);
      case WorkerListener.End.Killed(KillCause cause) -> killed(cause, at);
      case WorkerListener.End.Failed(JobFailure failure) -> failed(failure, at);
    };
  }

  /** Also if the user wished something else: the stems are there. */
  private static Ending finished(WorkerListener.End.Finished end, Circumstances at) {
    JobHistory history = at.history;
    Long peak = end.peakRssBytes();
    Receipt receipt =
        new Receipt(
            end.stems(),
            end.audioSeconds(),
            history.work().wall(),
            Math.max(history.work().peakBytes(), peak == null ? 0 : peak),
            history.work().segmentsByFrames(),
            at.job.precision(),
            history.tally().kills(),
            history.tally().resumes(),
            history.tally().pauses(),
            history.notes(),
            end.gain(),
            end.extras());
    return over(new JobState.Finished(receipt), history);
  }

  private static Ending stopped(Circumstances at) {
    return switch (at.job.wish()) {
      case PAUSE -> paused(at);
      case CANCEL, REMOVE -> cancelled(at);
      case NONE ->
          at.closing || at.parkCause == null ? again(at.history) : parked(at.parkCause, at);
    };
  }

  private static Ending killed(KillCause cause, Circumstances at) {
    return switch (cause) {
      case KillCause.Requested _ -> stopped(at);
      case KillCause.Unresponsive(String reason) ->
          at.job.wish() != Wish.NONE || at.parkCause != null || at.closing
              ? stopped(at) // it did not end when asked; its checkpoint is as good
              : broken(new JobFailure.WorkerUnresponsive(reason), at);
      case KillCause.OverLimit(long limitBytes, long rssBytes) ->
          switch (at.job.wish()) {
            case CANCEL, REMOVE -> cancelled(at);
            case PAUSE, NONE -> overLimit(limitBytes, rssBytes, at);
          };
    };
  }

  private static Ending overLimit(long limitBytes, long rssBytes, Circumstances at) {
    MemoryPolicy policy = at.settings.memory();
    JobHistory.Tally tally = at.history.tally();
    return switch (KillRule.after(at.engine(), at.segment, tally.killsAtLowest(), policy)) {
      case KillRule.After.TryAgain(SegmentLength start, int killsAtLowest) -> {
        JobHistory history =
            at.history
                .with(tally.killed(killsAtLowest))
                .limitedTo(start)
                .noted(
                    String.format(
                        Locale.ROOT,
                        "ended at %s of %s, goes on in %s segments",
                        Bytes.text(rssBytes),
                        Bytes.text(limitBytes),
                        Words.seconds(start)));
        yield at.job.wish() == Wish.PAUSE ? paused(history) : again(history);
      }
      case KillRule.After.GiveUp _ ->
          new Ending(
              new JobState.Failed(new JobFailure.MemoryLimitExceeded(limitBytes, rssBytes)),
              at.history
                  .with(tally.killed(tally.killsAtLowest() + 1))
                  .noted("ended at " + Bytes.text(rssBytes) + " with the shortest segments"),
              null,
              true);
    };
  }

  private static Ending failed(JobFailure failure, Circumstances at) {
    if (at.job.wish() == Wish.CANCEL || at.job.wish() == Wish.REMOVE) {
      return cancelled(at);
    }
    return switch (failure) {
      case JobFailure.WorkerCrashed _, JobFailure.WorkerUnresponsive _ -> broken(failure, at);
      case JobFailure.DiskFull full when at.history.work().totalFrames() > 0 -> diskFull(full, at);
      case JobFailure other ->
          new Ending(new JobState.Failed(other), at.history, null, other.retryable());
    };
  }

  /** In the middle of the song: it waits for room. */
  private static Ending diskFull(JobFailure.DiskFull full, Circumstances at) {
    JobHistory history = at.history.noted(full.what());
    if (at.job.wish() == Wish.PAUSE) {
      return paused(history);
    }
    return new Ending(
        new JobState.Parked(full.what() + ", goes on by itself when there is room"),
        history.with(history.tally().paused()),
        new DiskNeed(full.folder(), full.neededBytes()),
        true);
  }

  /** A crash: again from the checkpoint, a bounded number of times. */
  private static Ending broken(JobFailure failure, Circumstances at) {
    JobHistory history = at.history.with(at.history.tally().failed()).noted(failure.what());
    boolean outOfMemory =
        at.pressed
            && failure instanceof JobFailure.WorkerCrashed(int exitCode, String _)
            && exitCode == SIGKILLED;
    if (outOfMemory) {
      history =
          history.limitedTo(
              at.settings.memory().segments().ladderOf(at.engine()).oneDown(at.segment));
    }
    if (at.job.wish() == Wish.PAUSE) {
      return paused(history);
    }
    if (history.tally().failuresInARow() >= at.settings.failuresInARow()) {
      return new Ending(new JobState.Failed(failure), history, null, true);
    }
    return again(history);
  }

  private static Ending again(JobHistory history) {
    return new Ending(new JobState.Waiting(), history, null, true);
  }

  private static Ending paused(Circumstances at) {
    return paused(at.history);
  }

  private static Ending paused(JobHistory history) {
    return new Ending(new JobState.Paused(), history.with(history.tally().paused()), null, true);
  }

  private static Ending parked(String cause, Circumstances at) {
    return new Ending(
        new JobState.Parked(cause),
        at.history.with(at.history.tally().paused()).noted(cause),
        null,
        true);
  }

  private static Ending cancelled(Circumstances at) {
    return over(new JobState.Cancelled(), at.history);
  }

  private static Ending over(JobState state, JobHistory history) {
    return new Ending(state, history, null, false);
  }
}
