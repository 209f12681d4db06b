package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.Sampler;
import app.headroom.memory.probe.Probes;
import app.headroom.queue.Answer;
import app.headroom.queue.JobQueue;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueParts;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.SpoolFolders;
import app.headroom.queue.StemLayout;
import app.headroom.queue.Submission;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerListener;
import app.headroom.store.SqliteStore;
import app.headroom.worker.JobSpool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real queue with workers that misbehave, each a real process, see {@link FakeWorker}; a song
 * is called after what its worker does. Whatever it is, it is contained, and the queue goes on.
 */
@Tag("slow")
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class MisbehavingWorkersTest {

  private static final long KILL_BYTES = 600 * MemoryPolicy.MEGABYTE;

  /** Also the time that a virtual machine may take to start on a busy machine. */
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(10), Duration.ofMillis(500));

  @TempDir private Path folder;
  private final List<Long> pids = new CopyOnWriteArrayList<>();
  private final List<ProcessWorkerLauncher> launchers = new ArrayList<>();
  private Sampler sampler;
  private JobQueue queue;

  @BeforeEach
  void open() {
    sampler = new Sampler(Probes.ofThisMachine(Clock.systemUTC()), MemoryPolicy.DEFAULT);
    sampler.start();
    SqliteStore.Opened store = SqliteStore.open(folder.resolve("headroom.db"), Clock.systemUTC());
    queue =
        JobQueue.open(
            new QueueParts(
                store.jobs(),
                store.costs(),
                this::launch,
                Orphans::end,
                new SpoolFolders(folder.resolve("spool"), JobSpool::discard),
                new OneFile(),
                _ -> "one",
                sampler,
                () -> {},
                2,
                Clock.systemUTC()),
            QueueSettings.DEFAULT);
    queue.start();
  }

  @AfterEach
  void close() {
    queue.close();
    sampler.close();
    launchers.forEach(ProcessWorkerLauncher::close);
  }

  @Test
  void eachIsContainedAndTheQueueGoesOn() throws Exception {
    Map<String, JobId> jobs = new LinkedHashMap<>();
    for (String way :
        List.of(
            "dies-mid-line",
            "garbage",
            "endless-line",
            "crashes",
            "other-version",
            "leaves-child",
            "has-child",
            "silent",
            "floods-errors",
            "finishes")) {
      jobs.put(way, add(way));
    }
    for (Map.Entry<String, JobId> job : jobs.entrySet()) {
      JobState state = awaitEnd(job.getValue());
      switch (job.getKey()) {
        case "floods-errors", "finishes" ->
            assertThat(state).as(job.getKey()).isInstanceOf(JobState.Finished.class);
        case "dies-mid-line", "crashes", "leaves-child" ->
            assertFailed(job.getKey(), state, JobFailure.WorkerCrashed.class);
        default -> assertFailed(job.getKey(), state, JobFailure.WorkerUnresponsive.class);
      }
    }
    assertNobodyIsLeft();
  }

  @Test
  void whoLeaksIsEndedWithinASecondOfCrossingTheLimitAndFailsWithItsReason() throws Exception {
    queue.change(
        queue
            .settings()
            .with(
                MemoryPolicy.DEFAULT.withLimits(
                    MemoryPolicy.DEFAULT.limits().withKillBytes(KILL_BYTES))));
    JobId leaking = add("leaks");
    JobId other = add("finishes");
    Map<Long, Long> crossedNanos = new LinkedHashMap<>();
    Map<Long, Duration> took = new LinkedHashMap<>();
    while (!queue.job(leaking).orElseThrow().state().terminal()) {
      for (Long pid : pids) {
        long rssBytes = rssBytes(pid);
        if (rssBytes > KILL_BYTES) {
          crossedNanos.putIfAbsent(pid, System.nanoTime());
        } else if (rssBytes == 0 && crossedNanos.containsKey(pid)) {
          took.putIfAbsent(pid, Duration.ofNanos(System.nanoTime() - crossedNanos.get(pid)));
        }
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    assertFailed(
        "leaks", queue.job(leaking).orElseThrow().state(), JobFailure.MemoryLimitExceeded.class);
    System.out.println("from the crossing of the hard limit to the end, in ms: " + took.values());
    assertThat(took).hasSizeGreaterThanOrEqualTo(1);
    assertThat(took.values()).allMatch(time -> time.compareTo(Duration.ofSeconds(1)) < 0);
    assertThat(awaitEnd(other)).isInstanceOf(JobState.Finished.class);
    assertNobodyIsLeft();
  }

  @Test
  void whoIgnoresAPoliteEndIsPausedAllTheSame() throws Exception {
    JobId stubborn = add("ignores-polite-end");
    JobId other = add("finishes");
    while (!(queue.job(stubborn).orElseThrow().state() instanceof JobState.Running)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    queue.ask(new QueueCommand.Pause(QueueCommand.Selection.of(stubborn))).get();
    while (!(queue.job(stubborn).orElseThrow().state() instanceof JobState.Paused)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(awaitEnd(other)).isInstanceOf(JobState.Finished.class);
    assertNobodyIsLeft();
  }

  private RunningWorker launch(WorkOrder order, WorkerListener listener) {
    String name = String.valueOf(order.request().source().getFileName());
    var launcher =
        new ProcessWorkerLauncher(
            ProcessWorkerLauncherTest.program(name.substring(0, name.indexOf('.'))),
            folder.resolve("natives"),
            folder.resolve("spool"),
            (_, _) ->
                new Graphs.Answer.Present(
                    folder.resolve("graph.onnx"),
                    List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS)),
            PATIENCE);
    RunningWorker worker = launcher.launch(order, listener);
    synchronized (launchers) {
      launchers.add(launcher);
    }
    pids.add(worker.pid());
    return worker;
  }

  private JobId add(String way) throws Exception {
    Answer answer =
        queue
            .ask(
                new QueueCommand.Submit(
                    List.of(
                        new Submission(
                            request(folder.resolve(way + ".mp3")),
                            new SourceInfo("mp3", "mp3", 44_100, 2, 30.0, TrackTags.NONE, false)))))
            .get();
    assertThat(answer).isInstanceOf(Answer.Submitted.class);
    return switch (((Answer.Submitted) answer).songs().getFirst()) {
      case Answer.SongOutcome.Added added -> added.id();
      case Answer.SongOutcome.Rejected rejected ->
          throw new AssertionError("rejected: " + rejected.why());
    };
  }

  private JobState awaitEnd(JobId job) throws InterruptedException {
    while (!queue.job(job).orElseThrow().state().terminal()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return queue.job(job).orElseThrow().state();
  }

  private static void assertFailed(
      String way, JobState state, Class<? extends JobFailure> failure) {
    assertThat(state)
        .as(way)
        .isInstanceOfSatisfying(
            JobState.Failed.class,
            failed -> assertThat(failed.failure()).as(way).isInstanceOf(failure));
  }

  private void assertNobodyIsLeft() {
    pids.forEach(ProcessWorkerLauncherTest::assertGone);
    assertThat(
            ProcessHandle.current()
                .descendants()
                .filter(process -> !ProcessTree.gone(process))
                .filter(process -> process.info().commandLine().orElse("").contains("FakeWorker")))
        .isEmpty();
  }

  private static long rssBytes(long pid) {
    try {
      String statm = Files.readString(Path.of("/proc", Long.toString(pid), "statm"));
      return Long.parseLong(statm.split(" ", -1)[1]) * 4096;
    } catch (IOException e) {
      return 0;
    }
  }

  private SeparationRequest request(Path song) {
    return new SeparationRequest(
        song,
        folder.resolve("out"),
        "htdemucs",
        StemSelection.all(),
        OutputFormat.WAV16,
        new SegmentChoice.Fixed(SegmentLength.SHORTEST),
        new Overlap.Share(0.25),
        Precision.INT8,
        ClipMode.RESCALE,
        SeparationRequest.DEFAULT_NAME_TEMPLATE,
        OutputRate.HZ_44100,
        0,
        false,
        Delivery.PLAIN,
        EngineChoice.BUILT_IN);
  }

  private static final class OneFile implements StemLayout {
    @Override
    public List<Path> files(SeparationRequest request, @Nullable SourceInfo source) {
      return List.of(request.outputFolder().resolve(request.source().getFileName() + ".wav"));
    }

    @Override
    public int modelStems(EngineChoice engine, String model) {
      return 4;
    }
  }
}
