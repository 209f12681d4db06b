package app.headroom.cli;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.memory.Decision;
import app.headroom.queue.Happening;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.queue.QueueEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The songs of a command that are not seen to their end yet, and how many are. Told by any thread
 * what becomes of them, it tells the report, one thing at a time.
 */
final class FollowedSongs {

  private static final Report.Failure CANCELLED =
      new Report.Failure(
          "cancelled", "it was cancelled", "Start it again if that was not intended.");

  private final Report report;
  private final boolean everyJob;

  // guarded by this
  private final Map<JobId, JobSnapshot> open = new LinkedHashMap<>();
  private final List<JobId> ended = new ArrayList<>();
  private final Set<JobId> refused = new HashSet<>();
  private Function<JobSnapshot, @Nullable Outlook> outlooks = _ -> null;
  private boolean nothingLeft;
  private int finished;
  private int failed;

  /**
   * @param everyJob whether whatever is in the queue is followed, not only what {@link #follow}
   *     names
   */
  FollowedSongs(Report report, boolean everyJob) {
    this.report = report;
    this.everyJob = everyJob;
  }

  /**
   * @param forecasts of the jobs that are found in the queue
   */
  synchronized void forecastBy(Function<JobSnapshot, @Nullable Outlook> forecasts) {
    outlooks = forecasts;
  }

  synchronized void heard(QueueEvent event) {
    switch (event) {
      case QueueEvent.Opened opened -> opened(opened);
      case QueueEvent.JobAdded added -> {
        if (everyJob) {
          follow(added.job(), outlooks.apply(added.job()));
        }
      }
      case QueueEvent.JobChanged changed -> seen(changed.job());
      case QueueEvent.JobProgressed progressed -> {
        if (open.replace(progressed.job().id(), progressed.job()) != null) {
          report.progressed(progressed.job());
        }
      }
      case QueueEvent.JobEnded job -> seen(job.job());
      case QueueEvent.JobRemoved removed -> gone(removed.job());
      case QueueEvent.MemoryDecided decided -> decided(decided.decision());
      case QueueEvent.JobHappened(var _, JobId id, Happening.Crashed crashed) -> {
        JobSnapshot job = open.get(id);
        if (job != null && crashed.next() != Happening.Next.FAILS) {
          report.note(job.request().source().getFileName() + ": " + crashed.text());
        }
      }
      case QueueEvent.JobHappened _ -> {}
      case QueueEvent.AttentionNeeded attention -> {
        JobId job = attention.job();
        if (job == null || open.containsKey(job)) {
          report.note(attention.what() + ". " + attention.remedy());
        }
      }
      case QueueEvent.BatchDone _ -> nothingLeft = true;
      case QueueEvent.OrderChanged _,
          QueueEvent.SettingsChanged _,
          QueueEvent.ForecastsChanged _ -> {}
    }
    notifyAll();
  }

  private void opened(QueueEvent.Opened opened) {
    boolean anyLeft = false;
    for (JobSnapshot job : opened.queue().jobs()) {
      if (refused.contains(job.id())) {
        continue;
      }
      if (everyJob && !job.state().terminal() && !open.containsKey(job.id())) {
        follow(job, outlooks.apply(job));
      }
      seen(job);
      anyLeft |= !job.state().terminal() && !(job.state() instanceof JobState.Paused);
    }
    nothingLeft = !anyLeft;
  }

  private void decided(Decision decision) {
    switch (decision) {
      case Decision.TierChanged change -> report.tierChanged(change);
      case Decision.OfJob ofJob -> {
        JobSnapshot job = open.get(ofJob.job());
        if (job != null) {
          report.decided(decision, job);
        }
      }
      case Decision.CleanUp _ -> {}
    }
  }

  /** It cannot be started as things are, and is left in the queue. */
  synchronized void refuse(JobSnapshot job, JobFailure why) {
    refused.add(job.id());
    failed++;
    report.failed(job.request().source(), Report.Failure.of(why));
  }

  synchronized boolean isRefused(JobId id) {
    return refused.contains(id);
  }

  synchronized void follow(JobSnapshot job, @Nullable Outlook outlook) {
    open.put(job.id(), job);
    nothingLeft = false;
    report.queued(job, outlook);
  }

  /** The queue as it stands, where it cannot be listened to. */
  synchronized void look(List<JobSnapshot> jobs) {
    Map<JobId, JobSnapshot> now = new LinkedHashMap<>();
    jobs.forEach(job -> now.put(job.id(), job));
    for (JobId id : open()) {
      JobSnapshot job = now.get(id);
      if (job == null) {
        gone(id);
      } else {
        seen(job);
      }
    }
  }

  private void seen(JobSnapshot job) {
    JobSnapshot before = open.get(job.id());
    if (before == null) {
      return;
    }
    switch (job.state()) {
      case JobState.Finished _ -> {
        end(job.id());
        finished++;
        report.finished(job);
      }
      case JobState.Failed(JobFailure failure) -> {
        if (failure.retryable() && job.history().work().doneFrames() > 0) {
          open.remove(job.id()); // the same command goes on where it got to
        } else {
          end(job.id());
        }
        failed(job.request().source(), Report.Failure.of(failure));
      }
      case JobState.Cancelled _ -> {
        end(job.id());
        failed(job.request().source(), CANCELLED);
      }
      case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Parked _ -> {
        open.put(job.id(), job);
        if (!before.state().equals(job.state())) {
          report.changed(job);
        }
      }
    }
  }

  private void end(JobId id) {
    open.remove(id);
    if (!everyJob) {
      ended.add(id); // of the whole queue nobody asks, and it may run for ever
    }
  }

  private void gone(JobId id) {
    JobSnapshot job = open.remove(id);
    if (job != null) {
      failed(job.request().source(), CANCELLED);
    }
  }

  /** A song that never became a job, or whose job ended so. */
  synchronized void failed(Path song, Report.Failure why) {
    failed++;
    report.failed(song, why);
  }

  synchronized void failedAll(List<Path> songs, Report.Failure why) {
    failed += songs.size();
    report.failedAll(songs, why);
  }

  /** Songs that failed, and were reported, before there was a queue. */
  synchronized void failedBefore(int songs) {
    failed += songs;
  }

  synchronized void awaitEnd() throws InterruptedException {
    while (everyJob ? !nothingLeft : !open.isEmpty()) {
      wait();
    }
  }

  synchronized List<JobId> open() {
    return List.copyOf(open.keySet());
  }

  synchronized boolean isOpen(JobId id) {
    return open.containsKey(id);
  }

  /** What was reported and is of no more use in the queue. */
  synchronized List<JobId> ended() {
    return List.copyOf(ended);
  }

  synchronized int finished() {
    return finished;
  }

  synchronized int failed() {
    return failed;
  }
}
