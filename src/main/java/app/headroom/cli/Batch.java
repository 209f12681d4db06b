package app.headroom.cli;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.memory.Decision;
import app.headroom.queue.Answer;
import app.headroom.queue.JobQueue;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueCommand.Selection;
import app.headroom.queue.QueueDesk;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.RemoteQueue;
import app.headroom.queue.Submission;
import app.headroom.queue.Subscription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Songs that are seen through to their end, in this process's queue or in that of another process;
 * when that one ends, this one takes the queue over. A song that lies in the queue already, wanted
 * in the very same way, is gone on with.
 */
final class Batch {

  private static final int SONGS_A_COMMAND = 500;
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS_BEFORE_TAKING_OVER = 4;

  private final Services services;
  private final Report report;
  private final String role;
  private final QueueSettings settings;
  private final InstantSource clock;

  // guarded by this
  private final Map<JobId, JobSnapshot> open = new LinkedHashMap<>();
  private final List<JobId> ended = new ArrayList<>();
  private boolean everyJob;
  private boolean nothingLeft;
  private int finished;
  private int failed;

  private boolean ownerNamed;
  private volatile @Nullable QueueDesk desk;
  private volatile Services.@Nullable QueueAccess access;

  Batch(
      Services services, Report report, String role, QueueSettings settings, InstantSource clock) {
    this.services = services;
    this.report = report;
    this.role = role;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Adds the songs and waits for all of them.
   *
   * @param alreadyFailed how many of the batch could not even be added
   * @return how many failed
   */
  int run(List<Submission> songs, int alreadyFailed) throws IOException, InterruptedException {
    Instant start = clock.instant();
    failed = alreadyFailed;
    List<Submission> toAdd = songs;
    try (var _ = new Interruption(this::keepPlaces)) {
      while (!toAdd.isEmpty() || anyOpen()) {
        try (Services.QueueAccess opened = services.queue(role, settings)) {
          access = opened;
          switch (opened) {
            case Services.QueueAccess.Own own -> runHere(own, toAdd);
            case Services.QueueAccess.Other other -> watch(other.queue(), toAdd);
          }
          toAdd = List.of();
        }
      }
      report.done(finished, failed, Duration.between(start, clock.instant()));
    }
    return failed;
  }

  /**
   * Runs whatever is in the queue, until nothing runs or waits any more.
   *
   * @return how many failed, or empty where another process does it
   */
  int runAll(Services.QueueAccess.Own own) throws InterruptedException {
    Instant start = clock.instant();
    everyJob = true;
    access = own;
    try (var _ = new Interruption(this::keepPlaces)) {
      report(own);
      JobQueue queue = own.queue();
      desk = queue;
      try (Subscription _ = queue.subscribe(this::heard)) {
        own.start(_ -> true);
        awaitEnd();
      }
      report.done(finished, failed, Duration.between(start, clock.instant()));
    }
    return failed;
  }

  // ---- this process's queue

  private void runHere(Services.QueueAccess.Own own, List<Submission> songs)
      throws InterruptedException {
    report(own);
    JobQueue queue = own.queue();
    desk = queue;
    Set<JobId> there =
        queue.snapshot().jobs().stream().map(JobSnapshot::id).collect(Collectors.toSet());
    add(songs, queue, queue.snapshot().jobs());
    try (Subscription _ = queue.subscribe(this::heard)) {
      // what lies in the queue from before is not this command's to start
      own.start(id -> !there.contains(id) || isOpen(id));
      awaitEnd();
    }
    forgetEnded(queue);
  }

  private void report(Services.QueueAccess.Own own) {
    own.damaged()
        .ifPresent(
            file ->
                report.note(
                    "the queue's database could not be read; it is kept as "
                        + file
                        + " and a new one was begun."));
  }

  private synchronized void heard(QueueEvent event) {
    switch (event) {
      case QueueEvent.Opened opened -> opened(opened);
      case QueueEvent.JobAdded added -> {
        if (everyJob) {
          takeIn(added.job());
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
      if (everyJob && !job.state().terminal() && !open.containsKey(job.id())) {
        takeIn(job);
      }
      seen(job);
      anyLeft |= !job.state().terminal() && !(job.state() instanceof JobState.Paused);
    }
    nothingLeft = !anyLeft;
  }

  private void takeIn(JobSnapshot job) {
    open.put(job.id(), job);
    nothingLeft = false;
    report.queued(job, null);
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

  private synchronized void awaitEnd() throws InterruptedException {
    while (everyJob ? !nothingLeft : !open.isEmpty()) {
      wait();
    }
  }

  private synchronized boolean anyOpen() {
    return !open.isEmpty();
  }

  private synchronized boolean isOpen(JobId id) {
    return open.containsKey(id);
  }

  /** Its songs have been reported; they would only pile up. */
  private void forgetEnded(JobQueue queue) throws InterruptedException {
    List<JobId> ids;
    synchronized (this) {
      ids = List.copyOf(ended);
    }
    if (!ids.isEmpty()) {
      ask(queue, new QueueCommand.Remove(new Selection.Some(ids)));
    }
  }

  // ---- another process's queue

  private void watch(RemoteQueue queue, List<Submission> songs) throws InterruptedException {
    desk = queue;
    if (!ownerNamed) {
      ownerNamed = true;
      report.note(
          "another Headroom ("
              + queue.owner().role()
              + ", process "
              + queue.owner().pid()
              + ") has the queue; it does these songs, by its own memory limits.");
    }
    add(songs, queue, queue.jobs());
    for (int looks = 0; looks < LOOKS_BEFORE_TAKING_OVER && anyOpen(); looks++) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      look(queue.jobs());
    }
  }

  private synchronized void look(List<JobSnapshot> jobs) {
    Map<JobId, JobSnapshot> now = new LinkedHashMap<>();
    jobs.forEach(job -> now.put(job.id(), job));
    for (JobId id : List.copyOf(open.keySet())) {
      JobSnapshot job = now.get(id);
      if (job == null) {
        gone(id);
      } else {
        seen(job);
      }
    }
  }

  // ---- both

  private synchronized void seen(JobSnapshot job) {
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
        failed++;
        report.failed(job.request().source(), Report.Failure.of(failure));
      }
      case JobState.Cancelled _ -> {
        end(job.id());
        failed++;
        report.failed(job.request().source(), CANCELLED);
      }
      case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Parked _ -> {
        open.put(job.id(), job);
        if (!before.state().equals(job.state())) {
          report.changed(job);
        }
      }
    }
  }

  private static final Report.Failure CANCELLED =
      new Report.Failure(
          "cancelled", "it was cancelled", "Start it again if that was not intended.");

  private void end(JobId id) {
    open.remove(id);
    ended.add(id);
  }

  private void gone(JobId id) {
    JobSnapshot job = open.remove(id);
    if (job != null) {
      failed++;
      report.failed(job.request().source(), CANCELLED);
    }
  }

  private void add(List<Submission> songs, QueueDesk to, List<JobSnapshot> there)
      throws InterruptedException {
    List<Submission> unknown = new ArrayList<>();
    for (Submission song : songs) {
      JobSnapshot known = same(song, there);
      if (known == null || !goOn(known, to)) {
        unknown.add(song);
      }
    }
    for (int from = 0; from < unknown.size(); from += SONGS_A_COMMAND) {
      List<Submission> some =
          unknown.subList(from, Math.min(unknown.size(), from + SONGS_A_COMMAND));
      switch (ask(to, new QueueCommand.Submit(some))) {
        case Answer.Submitted submitted -> added(submitted, to);
        case Answer.Unable unable -> unable(some, unable.reason());
        case Answer.Done _ -> unable(some, "the queue answered something else");
      }
    }
  }

  private synchronized void added(Answer.Submitted submitted, QueueDesk to) {
    Map<JobId, JobSnapshot> jobs = new LinkedHashMap<>();
    all(to).forEach(job -> jobs.put(job.id(), job));
    for (Answer.SongOutcome song : submitted.songs()) {
      switch (song) {
        case Answer.SongOutcome.Added added -> {
          JobSnapshot job = jobs.get(added.id());
          if (job != null) {
            follow(job, to);
          }
        }
        case Answer.SongOutcome.Rejected rejected -> {
          failed++;
          report.failed(rejected.request().source(), Report.Failure.of(rejected.why()));
        }
      }
    }
  }

  private synchronized void follow(JobSnapshot job, QueueDesk from) {
    open.put(job.id(), job);
    report.queued(job, from instanceof JobQueue queue ? queue.outlook(job) : null);
  }

  private static List<JobSnapshot> all(QueueDesk desk) {
    return switch (desk) {
      case JobQueue queue -> queue.snapshot().jobs();
      case RemoteQueue queue -> queue.jobs();
      default -> throw new IllegalArgumentException("no queue: " + desk);
    };
  }

  private synchronized void unable(List<Submission> songs, String reason) {
    failed += songs.size();
    List<Path> files = songs.stream().map(song -> song.request().source()).toList();
    report.failedAll(
        files, new Report.Failure("queue-unable", "the queue: " + reason, "Try again."));
  }

  /** The job that wants the same, unless it is done. */
  private static @Nullable JobSnapshot same(Submission song, List<JobSnapshot> there) {
    for (JobSnapshot job : there) {
      if (job.request().equals(song.request()) && !(job.state() instanceof JobState.Finished)) {
        return job;
      }
    }
    return null;
  }

  private boolean goOn(JobSnapshot job, QueueDesk to) throws InterruptedException {
    Selection it = Selection.of(job.id());
    boolean goesOn =
        switch (job.state()) {
          case JobState.Waiting _, JobState.Running _ -> true;
          case JobState.Paused _, JobState.Parked _ -> did(to, new QueueCommand.Resume(it));
          case JobState.Failed _, JobState.Cancelled _ -> did(to, new QueueCommand.Retry(it));
          case JobState.Finished _ -> false;
        };
    if (goesOn) {
      follow(job, to);
    }
    return goesOn;
  }

  private static boolean did(QueueDesk to, QueueCommand command) throws InterruptedException {
    return ask(to, command) instanceof Answer.Done done && !done.jobs().isEmpty();
  }

  static Answer ask(QueueDesk to, QueueCommand command) throws InterruptedException {
    try {
      return to.ask(command).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Answer.Unable("no answer within " + ANSWER.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new AssertionError("answers do not fail", e);
    }
  }

  // ---- Ctrl-C

  /** On the thread of the interruption: the songs are paused, their workers end. */
  private void keepPlaces() {
    List<JobId> ids;
    synchronized (this) {
      ids = List.copyOf(open.keySet());
    }
    QueueDesk to = desk;
    Services.QueueAccess opened = access;
    try {
      if (to != null && !ids.isEmpty() && !everyJob) {
        ask(to, new QueueCommand.Pause(new Selection.Some(ids)));
      }
      if (opened != null) {
        opened.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    report.note(
        "interrupted; "
            + Words.count(ids.size(), "song is", "songs are")
            + " in the queue with what is done kept. "
            + (everyJob
                ? "\"headroom queue run\" goes on."
                : "The same command goes on there, or \"headroom queue resume --all\"."));
  }
}
