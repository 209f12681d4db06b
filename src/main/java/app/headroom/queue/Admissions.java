package app.headroom.queue;

import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Precision;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.memory.Admission;
import app.headroom.memory.Candidate;
import app.headroom.memory.CostKey;
import app.headroom.memory.Forecast;
import app.headroom.memory.GovernorState;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemorySample;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says who starts next, and what a song is going to take. Starting is for the queue's thread;
 * outlooks are for any.
 */
final class Admissions {

  /** Small songs pass a big one that waits for a disk, but not any number of them is asked. */
  private static final int MOST_WITHOUT_ROOM = 3;

  /** Outlooks are asked for with every look at a row. */
  private static final Duration COMMANDS_FRESH = Duration.ofSeconds(5);

  /** Of a song that is no job yet. */
  private static final JobId NOBODY = JobId.random();

  private final QueueParts parts;
  private final Supplier<QueueSettings> settings;
  private final Roster roster;
  private final Runs runs;
  private final Overseer overseer;
  private final Costs costs;
  private final Batch batch;
  private final Alarms alarms;
  private final DiskRoom disk;
  private final KnownCommands commands;

  /** As they are in this round of admissions; queue thread only. */
  private final Map<EngineChoice.Command, String> commandsSeen = new HashMap<>();

  Admissions(Means means, Runs runs) {
    parts = means.parts();
    settings = means.settings();
    roster = means.roster();
    this.runs = runs;
    overseer = means.overseer();
    costs = means.costs();
    batch = means.batch();
    alarms = means.alarms();
    disk = new DiskRoom(parts.files(), parts.layout());
    EventHub events = means.events();
    commands =
        new KnownCommands(
            parts.commands(),
            COMMANDS_FRESH,
            () ->
                means
                    .queueThread()
                    .execute(() -> events.publish(new QueueEvent.ForecastsChanged())));
  }

  /** What came of considering a job. */
  private enum Verdict {
    STARTED,
    /** Those behind it may start. */
    PASSED,
    NO_ROOM,
    /** Nobody behind it may start, so that it comes to its turn. */
    FIRST_OF_ALL
  }

  /**
   * Starts what may start, in the queue's order. A job that waits for memory holds up those behind
   * it; one that waits for a disk does not, for they are not in its way there for long.
   */
  void admit(Startable startable) {
    Optional<MemorySample> sample = parts.sampler().latest();
    boolean blocked = sample.isEmpty();
    int withoutRoom = 0;
    Set<CostKey> refused = new HashSet<>();
    commandsSeen.clear();
    for (Entry entry : List.copyOf(roster.inOrder())) {
      if (!(entry.state() instanceof JobState.Waiting)
          || !startable.mayStart(entry.id(), entry.stored().request())) {
        continue;
      }
      boolean full = runs.size() >= settings.get().memory().limits().jobsAtOnce();
      if (blocked || full || refused.contains(seenKey(entry.stored()))) {
        roster.waitFor(entry, null);
        continue;
      }
      if (entry.discarding) {
        roster.waitFor(entry, "its old files are being deleted");
        continue;
      }
      switch (consider(entry, sample.orElseThrow())) {
        case STARTED -> {}
        case PASSED -> refused.add(seenKey(entry.stored()));
        case NO_ROOM -> blocked = ++withoutRoom >= MOST_WITHOUT_ROOM;
        case FIRST_OF_ALL -> blocked = true;
      }
    }
  }

  private Verdict consider(Entry entry, MemorySample sample) {
    StoredJob job = entry.stored();
    int threads = threads(job.request());
    Candidate candidate =
        candidate(job.id(), seenKey(job), job.request(), job.source(), job.history(), threads);
    MemoryPolicy policy = settings.get().memory();
    switch (Admission.of(candidate, overseer.state(), sample, costs.model(), policy)) {
      case Admission.Wait(String reason) -> {
        roster.waitFor(entry, reason);
        return Verdict.FIRST_OF_ALL;
      }
      case Admission.Refuse(JobFailure.BudgetTooSmall failure) when failure.engine() != null -> {
        // no setting of the window makes it fit in passing; the built-in engine would do it now
        fail(entry, failure);
        return Verdict.PASSED;
      }
      case Admission.Refuse(JobFailure.BudgetTooSmall failure) -> {
        roster.waitFor(entry, failure.what());
        alarms.budgetTooSmall(job.id(), failure);
        return Verdict.PASSED;
      }
      case Admission.Admit admitted -> {
        alarms.budgetFits();
        Optional<JobFailure.DiskFull> full =
            disk.missing(
                job.request(),
                admitted.forecast().spoolBytes(),
                Lengths.audioSeconds(job.history(), job.source()),
                runs.all());
        if (full.isPresent()) {
          noRoom(entry, full.get());
          return Verdict.NO_ROOM;
        }
        return start(entry, admitted, candidate.key(), threads);
      }
    }
  }

  private Verdict start(Entry entry, Admission.Admit admitted, CostKey key, int threads) {
    try {
      runs.start(entry, admitted, key, threads);
      alarms.storeWorks();
      return Verdict.STARTED;
    } catch (StoreException e) {
      alarms.storeFailed(e);
      return Verdict.FIRST_OF_ALL;
    }
  }

  /** Files are looked at once a round, not for each song. */
  private CostKey seenKey(StoredJob job) {
    return key(
        job.request(),
        job.precision(),
        command -> commandsSeen.computeIfAbsent(command, commands::now));
  }

  private static CostKey key(
      SeparationRequest request, Precision precision, CommandIdentity commands) {
    String command =
        switch (request.engine()) {
          case EngineChoice.BuiltIn _ -> "";
          case EngineChoice.Command own -> commands.of(own);
        };
    return new CostKey(request.engine().id(), command, request.model(), precision);
  }

  /** A song of which nothing is done yet fails if nobody else's files will go; all others wait. */
  private void noRoom(Entry entry, JobFailure.DiskFull full) {
    StoredJob job = entry.stored();
    if (job.history().work().totalFrames() > 0 || runs.size() > 0) {
      roster.waitFor(entry, full.what());
      return;
    }
    fail(entry, full);
  }

  private void fail(Entry entry, JobFailure failure) {
    StoredJob job = entry.stored();
    try {
      JobState failed = new JobState.Failed(failure);
      roster.commit(new Edit().save(job.with(failed, job.history())));
      batch.reached(failed);
    } catch (StoreException e) {
      alarms.storeFailed(e);
    }
  }

  /** Parked jobs whose cause has gone wait for their turn again. */
  void unpark() {
    GovernorState state = overseer.state();
    Edit edit = new Edit();
    for (Entry entry : roster.inOrder()) {
      DiskNeed need = entry.diskNeed();
      if (entry.state() instanceof JobState.Parked
          && (need == null ? !state.parked().contains(entry.id()) : disk.has(need))) {
        edit.save(entry.stored().with(new JobState.Waiting(), entry.stored().history()));
      }
    }
    try {
      roster.commit(edit);
    } catch (StoreException e) {
      alarms.storeFailed(e);
    }
  }

  /**
   * Not stored anywhere: what the song is going to take if it starts alone. Waits for no file: of a
   * command that nobody has looked at yet, it is what is shipped.
   */
  Outlook outlook(
      SeparationRequest request,
      @Nullable SourceInfo source,
      Precision precision,
      JobHistory history) {
    QueueSettings now = settings.get();
    int threads = request.threads() > 0 ? request.threads() : allThreads();
    CostKey key = key(request, precision, commands::lastSeen);
    Candidate candidate = candidate(NOBODY, key, request, source, history, threads);
    MemoryPolicy policy = now.memory();
    Forecast least =
        Forecast.of(
            candidate, policy.segments().ladderOf(request.engine().id()).lowest(), costs.model());
    Optional<MemorySample> sample = parts.sampler().latest();
    if (sample.isEmpty()) {
      return new Outlook(least, 0, null);
    }
    long free =
        sample.get().availableBytes() - policy.limits().reserveOf(sample.get().totalBytes());
    return switch (Admission.of(
        candidate, GovernorState.START, sample.get(), costs.model(), policy)) {
      case Admission.Admit admitted -> new Outlook(admitted.forecast(), admitted.freeBytes(), null);
      case Admission.Wait _ -> new Outlook(least, Math.max(0, free), null);
      case Admission.Refuse(JobFailure.BudgetTooSmall failure) ->
          new Outlook(least, Math.max(0, free), failure);
    };
  }

  private Candidate candidate(
      JobId id,
      CostKey key,
      SeparationRequest request,
      @Nullable SourceInfo source,
      JobHistory history,
      int threads) {
    Double whole = Lengths.audioSeconds(history, source);
    return new Candidate(
        id,
        key,
        request.segment(),
        history.ceiling(),
        whole == null ? null : Double.valueOf(whole * (1 - history.work().share())),
        request.overlap(),
        threads,
        parts.layout().modelStems(request.engine(), request.model()),
        parts.layout().passes(request.engine(), request.model()),
        settings.get().memory().limits().ofJob(request.engine().id()));
  }

  private int allThreads() {
    int threads = settings.get().threads();
    return threads > 0 ? threads : parts.cores();
  }

  /** All threads, shared evenly by as many jobs as are going to run at once. */
  private int threads(SeparationRequest request) {
    if (request.threads() > 0) {
      return request.threads();
    }
    long wanting =
        roster.inOrder().stream()
            .filter(
                entry ->
                    entry.state() instanceof JobState.Waiting
                        || entry.state() instanceof JobState.Running)
            .count();
    long atOnce = Math.min(wanting, settings.get().memory().limits().jobsAtOnce());
    return (int) Math.max(1, allThreads() / Math.max(1, atOnce));
  }
}
