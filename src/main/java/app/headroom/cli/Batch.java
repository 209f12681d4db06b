package app.headroom.cli;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.queue.Answer;
import app.headroom.queue.JobQueue;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueCommand.Selection;
import app.headroom.queue.QueueDesk;
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
  private static final Duration BEFORE_TAKING_OVER = Duration.ofMillis(100);

  private final Services services;
  private final Report report;
  private final String role;
  private final QueueSettings settings;
  private final InstantSource clock;
  private final boolean everyJob;
  private final FollowedSongs songs;

  private boolean ownerNamed;
  private volatile @Nullable QueueDesk desk;
  private volatile Services.@Nullable QueueAccess access;

  private Batch(
      Services services,
      Report report,
      String role,
      QueueSettings settings,
      InstantSource clock,
      boolean everyJob) {
    this.services = services;
    this.report = report;
    this.role = role;
    this.settings = settings;
    this.clock = clock;
    this.everyJob = everyJob;
    songs = new FollowedSongs(report, everyJob);
  }

  /** For songs that the user names. */
  static Batch ofSongs(
      Services services, Report report, String role, QueueSettings settings, InstantSource clock) {
    return new Batch(services, report, role, settings, clock, false);
  }

  /** For whatever is in the queue. */
  static Batch ofQueue(
      Services services, Report report, String role, QueueSettings settings, InstantSource clock) {
    return new Batch(services, report, role, settings, clock, true);
  }

  /**
   * Adds the songs and waits for all of them.
   *
   * @param alreadyFailed how many of the batch could not even be added
   * @return how many failed
   */
  int run(List<Submission> wanted, int alreadyFailed) throws IOException, InterruptedException {
    Instant start = clock.instant();
    songs.failedBefore(alreadyFailed);
    List<Submission> toAdd = wanted;
    try (var _ = new Interruption(this::keepPlaces)) {
      while (!toAdd.isEmpty() || !songs.open().isEmpty()) {
        try (Services.QueueAccess opened = services.queue(role, settings)) {
          access = opened;
          toAdd =
              switch (opened) {
                case Services.QueueAccess.Own own -> runHere(own, toAdd);
                case Services.QueueAccess.Other other -> watch(other.queue(), toAdd);
              };
        }
      }
      done(start);
    }
    return songs.failed();
  }

  /**
   * Runs whatever is in the queue, until nothing runs or waits any more.
   *
   * @return how many failed, or empty where another process does it
   */
  int runAll(Services.QueueAccess.Own own) throws InterruptedException {
    Instant start = clock.instant();
    access = own;
    try (var _ = new Interruption(this::keepPlaces)) {
      JobQueue queue = own.queue();
      desk = queue;
      songs.forecastBy(queue::outlook);
      refuseWhatNeedsMore(queue);
      try (Subscription _ = queue.subscribe(songs::heard)) {
        own.start(id -> !songs.isRefused(id));
        songs.awaitEnd();
      }
      done(start);
    }
    return songs.failed();
  }

  /** Songs that the budget is too small for would wait for ever. */
  private void refuseWhatNeedsMore(JobQueue queue) {
    for (JobSnapshot job : queue.snapshot().jobs()) {
      if (job.state() instanceof JobState.Waiting) {
        JobFailure refusal = queue.outlook(job).refusal();
        if (refusal != null) {
          songs.refuse(job, refusal);
        }
      }
    }
  }

  private void done(Instant start) {
    report.done(songs.finished(), songs.failed(), Duration.between(start, clock.instant()));
  }

  // ---- this process's queue

  private List<Submission> runHere(Services.QueueAccess.Own own, List<Submission> toAdd)
      throws InterruptedException {
    JobQueue queue = own.queue();
    desk = queue;
    Set<JobId> there =
        queue.snapshot().jobs().stream().map(JobSnapshot::id).collect(Collectors.toSet());
    List<Submission> left = add(toAdd, queue, queue.snapshot().jobs());
    try (Subscription _ = queue.subscribe(songs::heard)) {
      // what lies in the queue from before is not this command's to start
      own.start(id -> !there.contains(id) || songs.isOpen(id));
      songs.awaitEnd();
    }
    forgetEnded(queue);
    return left;
  }

  /** Its songs have been reported; they would only pile up. */
  private void forgetEnded(JobQueue queue) throws InterruptedException {
    List<JobId> ids = songs.ended();
    if (!ids.isEmpty()) {
      ask(queue, new QueueCommand.Remove(new Selection.Some(ids)));
    }
  }

  // ---- another process's queue

  /**
   * @return what is still to be added, since the other ended before
   */
  private List<Submission> watch(RemoteQueue queue, List<Submission> toAdd)
      throws InterruptedException {
    desk = queue;
    List<Submission> left = add(toAdd, queue, queue.jobs());
    if (!left.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(BEFORE_TAKING_OVER.toNanos());
      return left;
    }
    if (!ownerNamed) {
      ownerNamed = true;
      report.note(
          "another Headroom ("
              + queue.owner().role()
              + ", process "
              + queue.owner().pid()
              + ") has the queue; it does these songs, by its own memory limits.");
    }
    for (int looks = 0; looks < LOOKS_BEFORE_TAKING_OVER && !songs.open().isEmpty(); looks++) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      songs.look(queue.jobs());
    }
    return List.of();
  }

  // ---- both

  /**
   * @return those that are to be given to whoever has the queue next
   */
  private List<Submission> add(List<Submission> toAdd, QueueDesk to, List<JobSnapshot> there)
      throws InterruptedException {
    List<Submission> unknown = new ArrayList<>();
    for (Submission song : toAdd) {
      JobSnapshot known = same(song, there);
      if (known == null || !goOn(known, to)) {
        unknown.add(song);
      }
    }
    List<Submission> left = new ArrayList<>();
    for (int from = 0; from < unknown.size(); from += SONGS_A_COMMAND) {
      List<Submission> some =
          unknown.subList(from, Math.min(unknown.size(), from + SONGS_A_COMMAND));
      switch (ask(to, new QueueCommand.Submit(some))) {
        case Answer.Submitted submitted -> added(submitted, to);
        case Answer.Unable _ when to instanceof RemoteQueue other && other.ownerEnded() ->
            left.addAll(some);
        case Answer.Unable unable -> unable(some, unable.reason());
        case Answer.Done _ -> unable(some, "the queue answered something else");
      }
    }
    return left;
  }

  private void added(Answer.Submitted submitted, QueueDesk to) {
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
          songs.failed(rejected.request().source(), Report.Failure.of(rejected.why()));
        }
      }
    }
  }

  private void follow(JobSnapshot job, QueueDesk from) {
    songs.follow(job, from instanceof JobQueue queue ? queue.outlook(job) : null);
  }

  private static List<JobSnapshot> all(QueueDesk desk) {
    return switch (desk) {
      case JobQueue queue -> queue.snapshot().jobs();
      case RemoteQueue queue -> queue.jobs();
      default -> throw new IllegalArgumentException("no queue: " + desk);
    };
  }

  private void unable(List<Submission> unable, String reason) {
    List<Path> files = unable.stream().map(song -> song.request().source()).toList();
    songs.failedAll(
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
    List<JobId> ids = songs.open();
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
