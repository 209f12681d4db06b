package app.headroom.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Admission;
import app.headroom.memory.CostKey;
import app.headroom.memory.Decision;
import app.headroom.memory.JobLimits;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.Observation;
import app.headroom.memory.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers that run, and what becomes of their jobs. Queue thread only. */
final class Runs {

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** Other processes see how far a job is in what is stored. */
  private static final Duration BETWEEN_KEEPING = Duration.ofSeconds(5);

  private final QueueParts parts;
  private final Supplier<QueueSettings> settings;
  private final Roster roster;
  private final EventHub events;
  private final Overseer overseer;
  private final Costs costs;
  private final Discards discards;
  private final Batch batch;
  private final Alarms alarms;
  private final Executor queueThread;
  private final Runnable changed;
  private final Happenings happenings;
  private final Map<JobId, Run> runs = new LinkedHashMap<>();

  /** At which lengths a job was ended for its memory; one that is not over yet. */
  private final Map<JobId, List<Observation>> tooMuchSeen = new HashMap<>();

  private boolean closing;

  Runs(Means means) {
    parts = means.parts();
    settings = means.settings();
    roster = means.roster();
    events = means.events();
    overseer = means.overseer();
    costs = means.costs();
    discards = means.discards();
    batch = means.batch();
    alarms = means.alarms();
    queueThread = means.queueThread();
    changed = means.changed();
    happenings = new Happenings(events);
  }

  int size() {
    return runs.size();
  }

  Collection<Run> all() {
    return runs.values();
  }

  Optional<Run> find(JobId job) {
    return Optional.ofNullable(runs.get(job));
  }

  /**
   * Starts a worker for a waiting job.
   *
   * @throws StoreException if that cannot be stored; nothing was started then
   */
  void start(Entry entry, Admission.Admit admitted, CostKey key, int threads) {
    Instant now = parts.clock().instant();
    MemoryPolicy policy = settings.get().memory();
    SegmentLength segment = admitted.forecast().segment();
    StoredJob job = entry.stored();
    JobHistory history = job.history().with(job.history().tally().started());
    Attempt attempt =
        new Attempt(job.id(), history.tally().attempts(), now, segment, threads, null, null);
    roster.commit(new Edit().save(job.with(new JobState.Running(now), history)).attempt(attempt));
    batch.started(now);
    Long spoolBytes = admitted.forecast().spoolBytes();
    Run run =
        new Run(
            entry,
            new WorkOrder(
                job.id(),
                job.request(),
                job.precision(),
                segment,
                threads,
                settings.get().provider()),
            key,
            attempt,
            Words.startReason(segment, job, policy),
            spoolBytes == null ? 0 : spoolBytes,
            now);
    runs.put(job.id(), run);
    happenings.started(job, now);
    overseer.starting(
        job.id(),
        attempt.number(),
        key.engine(),
        segment,
        policy.limits().ofJob(key.engine()),
        costs.model().peaks(key, Costs.lengths(key.engine(), segment, policy).stream()),
        now);
    WorkerEar ear = new WorkerEar(run, this, overseer, queueThread, parts.clock());
    try {
      RunningWorker worker = parts.launcher().launch(run.order, ear);
      run.worker = worker;
      overseer.attach(job.id(), worker);
      keepProcess(run, worker);
    } catch (RuntimeException | Error e) { // such as that there are no threads left
      LOG.error("no worker could be started for job {}", job.id(), e);
      notStarted(run, ear, e);
    }
    refresh(run);
  }

  /** A worker that nobody watches is ended; it tells its end itself. */
  private static void notStarted(Run run, WorkerEar ear, Throwable e) {
    RunningWorker worker = run.worker;
    if (worker == null) {
      ear.ended(new WorkerListener.End.Failed(new JobFailure.WorkerCrashed(-1, String.valueOf(e))));
    } else {
      worker.kill(new KillCause.Unresponsive("it could not be watched (" + e + ")"));
    }
  }

  /** Without it an orphan would not be found; it would end by itself all the same. */
  private void keepProcess(Run run, RunningWorker worker) {
    if (worker.pid() > 0) {
      run.attempt = run.attempt.by(new Attempt.WorkerProcess(worker.pid(), worker.startedAt()));
      try {
        roster.commit(new Edit().attempt(run.attempt));
      } catch (StoreException e) {
        LOG.warn("the process of job {} could not be noted: {}", run.id(), e.getMessage());
      }
    }
  }

  /** Asks the worker to keep its place and end. */
  void stop(Run run, JobProgress.Activity activity) {
    run.activity = activity;
    if (run.worker != null) {
      run.worker.stop();
    }
    refresh(run);
  }

  /** Ends the worker's processes, without waiting for it. */
  void kill(Run run) {
    run.activity = JobProgress.Activity.CANCELLING;
    RunningWorker worker = run.worker;
    if (worker != null) {
      Thread.ofVirtual().name("kill").start(() -> worker.kill(new KillCause.Requested()));
    }
    refresh(run);
  }

  /** From now on what ends goes on at the next start. */
  void close() {
    closing = true;
    runs.values().forEach(run -> stop(run, JobProgress.Activity.CLOSING));
  }

  /** What was decided about memory and is done already. */
  void decided(Decision.OfJob decision, int attempt) {
    Run run = runs.get(decision.job());
    if (run == null || run.attempt.number() != attempt) {
      return; // about a worker that has been replaced meanwhile
    }
    switch (decision) {
      case Decision.SetSegment set -> {
        run.segment = set.to();
        run.segmentReason = set.cause().text();
        run.history = run.history.noted(set.text());
      }
      case Decision.Park park -> {
        run.activity = JobProgress.Activity.PARKING;
        run.history = run.history.noted(park.text());
      }
      case Decision.Hold hold -> run.history = run.history.noted(hold.text());
      case Decision.Resume resume -> {
        run.activity = JobProgress.Activity.WORKING;
        run.history = run.history.noted(resume.text());
      }
      case Decision.Warn warn -> run.history = run.history.noted(warn.text());
      case Decision.Report _ -> keepHistory(run);
      case Decision.Unload _, Decision.Unpark _, Decision.Kill _ -> {}
    }
    refresh(run);
  }

  /** Newest figures to the subscribers. */
  void refresh(Run run) {
    long rssBytes =
        parts.sampler().latest().map(sample -> sample.job(run.id()).rssBytes()).orElse(0L);
    JobLimits limits = settings.get().memory().limits().ofJob(run.key.engine());
    JobProgress progress =
        run.meter.progress(
            run.activity, run.segment, run.segmentReason, rssBytes, limits.budgetBytes());
    if (!progress.equals(run.entry.progress())) {
      roster.progress(run.entry, progress);
    }
  }

  /** Ends that could not be stored are tried again. */
  void settle() {
    for (Run run : List.copyOf(runs.values())) {
      WorkerListener.End end = run.end;
      if (end != null) {
        ended(run, end);
      }
    }
  }

  void progressed(Run run, String phase, long done, long total) {
    if (present(run)) {
      run.meter.progressed(phase, done, total);
      works(run);
    }
  }

  void decoded(Run run, long frames) {
    if (present(run)) {
      run.history =
          run.history
              .with(run.history.tally().progressed())
              .with(run.history.work().at(run.history.work().doneFrames(), frames));
      run.meter.atStart(frames);
      keepHistory(run); // its length is known now, and that it has got somewhere
      works(run);
    }
  }

  void resumedAt(Run run, long done, long total) {
    if (present(run)) {
      run.history =
          run.history
              .with(run.history.tally().resumed())
              .with(run.history.work().at(done, total))
              .noted("resumed at " + Words.time(done));
      run.meter.at(done, total);
      works(run);
    }
  }

  void segmentDone(Run run, long done, long total, int frames, long wallMillis) {
    if (present(run)) {
      run.segmentDone(done, total, frames, wallMillis);
      Duration kept = Duration.between(run.keptAt, parts.clock().instant());
      if (kept.abs().compareTo(BETWEEN_KEEPING) >= 0) {
        keepHistory(run);
      }
      works(run);
    }
  }

  void noted(Run run, String note) {
    if (present(run)) {
      run.history = run.history.noted(note);
    }
  }

  /** It has come to what it was told. */
  void acts(Run run, JobProgress.Activity activity) {
    if (present(run) && !run.activity.last()) {
      run.activity = activity;
      refresh(run);
    }
  }

  private void works(Run run) {
    if (run.activity == JobProgress.Activity.STARTING) {
      run.activity = JobProgress.Activity.WORKING;
    }
    refresh(run);
  }

  private boolean present(Run run) {
    return runs.get(run.id()) == run;
  }

  /**
   * What was done so far, for those who look into the store, and for a restart: also what this
   * worker has spent, which would be lost with the application.
   */
  private void keepHistory(Run run) {
    run.keptAt = parts.clock().instant();
    Duration wall = Duration.between(run.startedAt, run.keptAt);
    long peakBytes = overseer.seen(run.id()).peakBytes();
    JobHistory history = run.history.with(run.history.work().spent(wall, peakBytes));
    try {
      roster.commit(new Edit().save(run.entry.stored().with(history)));
    } catch (StoreException e) {
      LOG.warn("the progress of job {} could not be noted: {}", run.id(), e.getMessage());
    }
  }

  void ended(Run run, WorkerListener.End end) {
    if (!present(run)) {
      return;
    }
    Instant now = parts.clock().instant();
    StoredJob job = run.entry.stored();
    Overseer.Seen seen = overseer.seen(run.id());
    Duration wall = Duration.between(run.startedAt, now);
    long peakBytes = seen.peakBytes(end);
    JobHistory history = run.history.with(run.history.work().spent(wall, peakBytes));
    Ending ending =
        Ending.of(
            end,
            new Ending.Circumstances(
                job,
                history,
                run.atWork,
                overseer.parkCause(run.id()),
                closing,
                overseer.state().tier() != Tier.NORMAL,
                settings.get()));
    boolean remove = job.wish() == Wish.REMOVE;
    Edit edit =
        new Edit()
            .save(job.with(ending.state(), ending.history()))
            .attempt(run.attempt.ended(new Attempt.End(now, Words.how(end), peakBytes)));
    if (remove && ending.state().terminal()) {
      edit.remove(job.id());
    }
    try {
      roster.commit(edit);
    } catch (StoreException e) {
      run.end = end; // tried again with the next tick
      alarms.storeFailed(e);
      return;
    }
    alarms.storeWorks();
    run.entry.waitForRoom(ending.diskNeed());
    runs.remove(run.id());
    overseer.ended(
        run.id(), ending.state() instanceof JobState.Parked && ending.diskNeed() == null, now);
    happenings.ended(run.id(), end, ending.state(), ending.history(), closing, now);
    learn(run, end, seen, ending.state());
    if (!ending.keepsPlace()) {
      discards.discard(run.entry, changed);
    }
    batch.reached(ending.state());
    if (ending.diskNeed() != null && ending.state() instanceof JobState.Parked(String cause)) {
      alarms.diskFull(run.id(), cause);
    }
    changed.run();
  }

  /**
   * Of a command that was ended all that is known is that pieces of this length need more than it
   * was allowed. Of a worker of ours that is only believed once the job has come to its end with
   * shorter segments: a leak is no estimate.
   */
  private void learn(Run run, WorkerListener.End end, Overseer.Seen seen, JobState state) {
    CostKey key = run.key;
    List<Observation> observed = new ArrayList<>();
    if (end instanceof WorkerListener.End.Killed(KillCause.OverLimit(long _, long rssBytes))) {
      Observation tooMuch =
          new Observation(
              key, run.atWork, rssBytes, costs.model().seconds(key, run.atWork, 1), true);
      if (key.ofCommand()) {
        observed.add(tooMuch);
      } else if (costs.model().plausible(key, run.atWork, rssBytes)) {
        tooMuchSeen.computeIfAbsent(run.id(), _ -> new ArrayList<>()).add(tooMuch);
      }
    } else {
      observed.addAll(run.observations(seen.peaks(), costs.model()));
    }
    if (state.terminal()) {
      List<Observation> believed = tooMuchSeen.remove(run.id());
      if (believed != null && state instanceof JobState.Finished) {
        observed.addAll(believed);
      }
    }
    if (costs.learn(observed, settings.get().memory().costs())) {
      events.publish(new QueueEvent.ForecastsChanged());
    }
  }
}
