package app.headroom.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import app.headroom.memory.Forecast;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemorySample;
import app.headroom.memory.Sampler;
import app.headroom.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue with a real database, a real sampler over a made-up machine and workers that go step by
 * step. It can be closed, or dropped as by a power cut, and opened again over the same disk.
 */
final class QueueBench implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Path folder;
  FakeLauncher.Disk disk = new FakeLauncher.Disk();
  volatile Duration ahead = Duration.ZERO;
  final InstantSource clock = () -> Instant.now().plus(ahead);
  final FakeProbe probe = new FakeProbe(clock);
  FakeFiles files;
  Path database;
  final List<Long> orphansEnded = new CopyOnWriteArrayList<>();

  /** Of the queue that is open; another one has another list, whoever is late with the last. */
  List<QueueEvent> events = List.of();

  FakeLauncher launcher;
  JobQueue queue;
  QueueSettings settings;
  final AtomicInteger cleanUps = new AtomicInteger();

  /** What the user's own commands are known by. */
  volatile String command = "first";

  private @Nullable Sampler sampler;

  /** The last look at memory that the queue has taken in. */
  private AtomicReference<@Nullable MemorySample> look = new AtomicReference<>();

  private int crashes;

  QueueBench(Path folder) {
    this(folder, fast(QueueSettings.DEFAULT));
  }

  QueueBench(Path folder, QueueSettings settings) {
    this.folder = folder;
    this.settings = settings;
    database = folder.resolve("headroom.db");
    files = new FakeFiles(folder.resolve("spool"), disk);
    launcher = new FakeLauncher(disk, probe, clock);
    queue = open();
    queue.start();
  }

  /** The policy's numbers with shorter times, for a test has none to lose. */
  static QueueSettings fast(QueueSettings settings) {
    MemoryPolicy policy = settings.memory();
    return settings.with(
        new MemoryPolicy(
            policy.tiers(),
            policy.segments(),
            policy.limits(),
            new MemoryPolicy.Pauses(Duration.ofMillis(40), Duration.ofMillis(100)),
            new MemoryPolicy.Sampling(
                Duration.ofMillis(20),
                policy.sampling().programsEvery(),
                policy.sampling().reportSegments()),
            policy.costs()));
  }

  JobQueue open() {
    Sampler newSampler = new Sampler(probe, settings.memory());
    newSampler.start();
    SqliteStore.Opened opened = SqliteStore.open(database, clock);
    sampler = newSampler;
    JobQueue opening =
        JobQueue.open(
            new QueueParts(
                opened.jobs(),
                opened.costs(),
                launcher,
                (_, worker) -> {
                  if (worker != null) {
                    orphansEnded.add(worker.pid());
                  }
                  return worker != null;
                },
                files,
                new FourStems(),
                _ -> command,
                newSampler,
                cleanUps::incrementAndGet,
                4,
                clock),
            settings);
    events = new CopyOnWriteArrayList<>();
    opening.subscribe(events::add);
    AtomicReference<@Nullable MemorySample> looks = new AtomicReference<>();
    look = looks;
    Sampler.Registration _ = newSampler.listen(looks::set); // behind the queue's own
    return opening;
  }

  /** As after the application has ended and is started again. */
  void reopen() {
    closeAll();
    startAgain();
  }

  /** As after a kill: what lies on the disk at this moment is all that the next queue finds. */
  void crash() {
    Path copy = folder.resolve("after-crash-" + crashes++);
    FakeLauncher.Disk copiedDisk = disk.copy();
    try {
      Files.createDirectories(copy);
      for (String suffix : List.of("", "-wal")) {
        Path part = database.resolveSibling("headroom.db" + suffix);
        if (Files.exists(part)) {
          Files.copy(part, copy.resolve("headroom.db" + suffix));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    launcher.running().forEach(worker -> worker.kill(new KillCause.Requested()));
    closeAll();
    database = copy.resolve("headroom.db");
    disk = copiedDisk;
    files = files.on(disk);
    startAgain();
  }

  private void startAgain() {
    openAgain();
    queue.start();
  }

  private void openAgain() {
    launcher = new FakeLauncher(disk, probe, clock);
    queue = open();
  }

  void reopenWithoutStart() {
    closeAll();
    openAgain();
  }

  @Override
  public void close() {
    launcher.running().forEach(worker -> worker.kill(new KillCause.Requested()));
    closeAll();
  }

  private void closeAll() {
    FakeLauncher closing = launcher;
    AtomicBoolean closed = new AtomicBoolean();
    Thread.ofVirtual() // workers come to the ends of their segments while the queue waits for them
        .start(
            () -> {
              while (!closed.get()) {
                closing.running().stream()
                    .filter(worker -> worker.asked("stop"))
                    .forEach(FakeLauncher.Worker::step);
                LockSupport.parkNanos(1_000_000);
              }
            });
    queue.close();
    closed.set(true);
    Objects.requireNonNull(sampler).close();
  }

  // ---- asking

  JobId add(String name) {
    return add(request(name));
  }

  JobId add(SeparationRequest request) {
    Answer answer = ask(new QueueCommand.Submit(List.of(new Submission(request, source()))));
    assertThat(answer).isInstanceOf(Answer.Submitted.class);
    Answer.SongOutcome outcome = ((Answer.Submitted) answer).songs().getFirst();
    assertThat(outcome).isInstanceOf(Answer.SongOutcome.Added.class);
    return ((Answer.SongOutcome.Added) outcome).id();
  }

  List<JobId> add(int songs) {
    List<Submission> submissions = new ArrayList<>();
    for (int i = 0; i < songs; i++) {
      submissions.add(new Submission(request("song-" + i), source()));
    }
    return ((Answer.Submitted) ask(new QueueCommand.Submit(submissions)))
        .songs().stream().map(song -> ((Answer.SongOutcome.Added) song).id()).toList();
  }

  Answer ask(QueueCommand command) {
    return queue.ask(command).join();
  }

  Answer.Done done(QueueCommand command) {
    Answer answer = ask(command);
    assertThat(answer).isInstanceOf(Answer.Done.class);
    return (Answer.Done) answer;
  }

  JobState state(JobId id) {
    return queue.job(id).orElseThrow().state();
  }

  FakeLauncher.Worker worker(JobId id) {
    await("a worker of the job", () -> launcher.of(id).isPresent());
    return launcher.of(id).orElseThrow();
  }

  <S extends JobState> S awaitState(JobId id, Class<S> state) {
    await(
        () -> "job is " + state(id) + " instead of " + state.getSimpleName(),
        () -> state.isInstance(state(id)));
    return state.cast(state(id));
  }

  /** Until the queue is through with all that was asked of it, and told it, before. */
  void awaitQueue() {
    done(new QueueCommand.Pause(QueueCommand.Selection.of()));
  }

  static void await(String what, BooleanSupplier condition) {
    await(() -> "waited in vain for " + what, condition);
  }

  static void await(Supplier<String> failure, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(failure.get()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  // ---- what was told

  <E extends QueueEvent> List<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <E extends QueueEvent> boolean has(Class<E> type) {
    return !all(type).isEmpty();
  }

  <E extends QueueEvent> E last(Class<E> type) {
    return all(type).getLast();
  }

  List<JobSnapshot> endsOf(JobId job) {
    return all(QueueEvent.JobEnded.class).stream()
        .map(QueueEvent.JobEnded::job)
        .filter(end -> end.id().equals(job))
        .toList();
  }

  double usedPercent() {
    MemorySample last = look.get();
    return last == null ? Double.NaN : last.usedPercent();
  }

  long rss(JobId job) {
    MemorySample last = look.get();
    return last == null ? 0 : last.job(job).rssBytes();
  }

  /** As another process would read it. */
  List<JobSnapshot> stored() {
    try (RemoteQueue remote =
        SqliteStore.remote(database, new QueueOwner(1, clock.instant(), "this"))) {
      return remote.jobs();
    }
  }

  List<JobId> order() {
    return queue.snapshot().jobs().stream().map(JobSnapshot::id).toList();
  }

  /** Works at it, and then makes memory so short that it is parked. */
  JobState.Parked park(JobId job) {
    FakeLauncher.Worker worker = worker(job);
    worker.steps(2);
    probe.usedPercent(95);
    await("the hold", () -> worker.asked("hold"));
    await(
        "the park",
        () -> {
          worker.step(); // held, then unloaded, then stopped
          return worker.ended();
        });
    return awaitState(job, JobState.Parked.class);
  }

  // ---- material

  Forecast forecast(String name) {
    return queue.outlook(request(name), source()).forecast();
  }

  SeparationRequest request(String name) {
    return request(name, new SegmentChoice.Auto(), false);
  }

  SeparationRequest request(String name, EngineChoice engine) {
    return request(name, new SegmentChoice.Auto(), false, engine);
  }

  SeparationRequest request(String name, SegmentChoice segment, boolean overwrite) {
    return request(name, segment, overwrite, EngineChoice.BUILT_IN);
  }

  private SeparationRequest request(
      String name, SegmentChoice segment, boolean overwrite, EngineChoice engine) {
    return new SeparationRequest(
        folder.resolve("music").resolve(name + ".mp3"),
        folder.resolve("separated"),
        "htdemucs",
        StemSelection.all(),
        OutputFormat.WAV16,
        segment,
        new Overlap.Share(0.25),
        Precision.FP32,
        ClipMode.RESCALE,
        SeparationRequest.DEFAULT_NAME_TEMPLATE,
        OutputRate.HZ_44100,
        0,
        overwrite,
        Delivery.PLAIN,
        engine);
  }

  /** The default settings, with another budget for each job. */
  static QueueSettings budget(long bytes) {
    MemoryPolicy policy = QueueSettings.DEFAULT.memory();
    return fast(
        QueueSettings.DEFAULT.with(policy.withLimits(policy.limits().withBudgetBytes(bytes))));
  }

  /** Of a job that has a worker. */
  JobProgress progress(JobId job) {
    await("progress", () -> queue.job(job).orElseThrow().progress() != null);
    return Objects.requireNonNull(queue.job(job).orElseThrow().progress());
  }

  static SourceInfo source() {
    return new SourceInfo("mp3", "mp3", 44_100, 2, 30.0, TrackTags.NONE, false);
  }

  /** Demucs's layout. */
  private static final class FourStems implements StemLayout {
    @Override
    public List<Path> files(SeparationRequest request, @Nullable SourceInfo source) {
      String file = String.valueOf(request.source().getFileName());
      Path folder =
          request
              .outputFolder()
              .resolve(request.model())
              .resolve(file.substring(0, file.lastIndexOf('.')));
      return List.of("drums", "bass", "other", "vocals").stream()
          .map(stem -> folder.resolve(stem + ".wav"))
          .toList();
    }

    @Override
    public int modelStems(EngineChoice engine, String model) {
      return 4;
    }
  }
}
