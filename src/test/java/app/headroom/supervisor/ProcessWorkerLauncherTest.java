package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerListener.End;
import app.headroom.testing.RecordingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each worker here is a real process; see {@link FakeWorker}. */
@Timeout(120)
class ProcessWorkerLauncherTest {

  private static final Patience LONG = new Patience(Duration.ofMinutes(5), Duration.ofMinutes(5));

  @TempDir Path folder;
  private final RecordingListener listener = new RecordingListener();
  private final JobId job = JobId.random();

  @AfterEach
  void endedOnceAndLast() {
    assertThat(listener.ends).hasSize(1);
    assertThat(listener.heard.getLast()).isEqualTo("ended");
  }

  @Test
  void tellsWhatAWorkerSaysAndHowItFinished() throws Exception {
    RunningWorker worker = launch("finishes");
    assertThat(listener.awaitEnd()).isInstanceOf(End.Finished.class);
    assertThat(listener.heard)
        .containsExactly(
            "progress decoding 1/2",
            "resumed 1/3",
            "segment 2/3 of 57330",
            "noted all went well",
            "ended");
    assertGone(worker.pid());
  }

  @Test
  void theBuffersOfAWorkerAreThoseOfThePolicy() throws Exception {
    RunningWorker worker = launch("obeys");
    worker.cleanUp();
    listener.await("cleaned up");
    assertThat(Files.readString(Path.of("/proc", Long.toString(worker.pid()), "cmdline")))
        .contains("-Dheadroom.readBufferMinBytes=8192", "-Dheadroom.readBufferMaxBytes=1048576");
    worker.stop();
    listener.awaitEnd();
  }

  @Test
  void passesTheReasonOfAFailureOn() throws Exception {
    launch("fails");
    assertThat(listener.awaitEnd())
        .isEqualTo(new End.Failed(new JobFailure.SourceMissing(folder.resolve("gone"))));
  }

  @Test
  void steers() throws Exception {
    RunningWorker worker = launch("obeys");
    worker.setSegment(SegmentLength.SHORTEST);
    listener.await("segment 1/2 of 57330");
    worker.cleanUp();
    listener.await("cleaned up");
    worker.hold();
    listener.await("held 1");
    worker.unload();
    listener.await("unloaded");
    worker.resume();
    listener.await("noted resumed");
    worker.stop();
    assertThat(listener.awaitEnd()).isEqualTo(new End.Stopped());
    worker.cleanUp();
    worker.stop();
    worker.kill(new KillCause.Requested());
  }

  @Test
  void aWorkerThatIgnoresThePoliteEndIsEndedByForce() throws Exception {
    RunningWorker worker =
        launch("ignores-polite-end", new Patience(Duration.ofMinutes(5), Duration.ofMillis(200)));
    worker.stop();
    assertThat(listener.awaitEnd())
        .isEqualTo(
            new End.Killed(new KillCause.Unresponsive("it did not end when it was asked to")));
    assertGone(worker.pid());
  }

  @Test
  void killingSaysWhy() throws Exception {
    RunningWorker worker = launch("leaks");
    while (rssBytes(worker.pid()) < 200_000_000) {
      Thread.onSpinWait();
    }
    KillCause cause = new KillCause.OverLimit(200_000_000, rssBytes(worker.pid()));
    worker.kill(cause);
    worker.kill(new KillCause.Requested());
    assertThat(listener.awaitEnd()).isEqualTo(new End.Killed(cause));
    assertGone(worker.pid());
  }

  @Test
  void aFloodOfErrorsIsReadToItsEnd() throws Exception {
    launch("floods-errors");
    assertThat(listener.awaitEnd()).isInstanceOf(End.Finished.class);
  }

  @Test
  void aCrashIsToldWithItsFirstAndLastWords() throws Exception {
    launch("crashes");
    assertThat(listener.awaitEnd())
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.failure())
                    .isInstanceOfSatisfying(
                        JobFailure.WorkerCrashed.class,
                        crash -> {
                          assertThat(crash.exitCode()).isEqualTo(42);
                          assertThat(crash.logTail())
                              .startsWith("first words")
                              .endsWith("last words")
                              .hasSizeLessThan(20_000);
                        }));
  }

  @Test
  void aLineThatBreaksOffIsNotHeard() throws Exception {
    launch("dies-mid-line");
    assertThat(listener.awaitEnd()).isEqualTo(new End.Failed(new JobFailure.WorkerCrashed(1, "")));
    assertThat(listener.heard).containsExactly("cleaned up", "ended");
  }

  @Test
  void garbageEndsAWorker() throws Exception {
    RunningWorker worker = launch("garbage");
    assertUnresponsive("it said something that is not the protocol");
    assertGone(worker.pid());
  }

  @Test
  void anEndlessLineEndsAWorker() throws Exception {
    RunningWorker worker = launch("endless-line");
    assertUnresponsive("it said something that is not the protocol");
    assertGone(worker.pid());
  }

  @Test
  void anotherVersionEndsAWorker() throws Exception {
    launch("other-version");
    assertUnresponsive("it speaks version 2 of the protocol");
  }

  @Test
  void silenceEndsAWorker() throws Exception {
    RunningWorker worker =
        launch("silent", new Patience(Duration.ofSeconds(1), Duration.ofMinutes(5)));
    assertUnresponsive("it said nothing for 1 seconds");
    assertGone(worker.pid());
  }

  @Test
  void aWorkerThatSaysSomethingNowAndThenLives() throws Exception {
    RunningWorker worker =
        launch("chatty", new Patience(Duration.ofSeconds(8), Duration.ofMinutes(5)));
    listener.await("noted after 10 s");
    worker.kill(new KillCause.Requested());
    assertThat(listener.awaitEnd()).isEqualTo(new End.Killed(new KillCause.Requested()));
  }

  @Test
  void aChildEndsWithItsWorker() throws Exception {
    RunningWorker worker = launch("has-child");
    long child = Long.parseLong(listener.await("noted ").substring("noted ".length()));
    assertThat(ProcessHandle.of(child)).isPresent();
    worker.kill(new KillCause.Requested());
    assertThat(listener.awaitEnd()).isEqualTo(new End.Killed(new KillCause.Requested()));
    assertGone(child);
    assertGone(worker.pid());
  }

  @Test
  void aChildThatIsLeftBehindWithTheStreamsOpenIsEnded() throws Exception {
    launch("leaves-child");
    long child = Long.parseLong(listener.await("noted ").substring("noted ".length()));
    assertThat(listener.awaitEnd()).isEqualTo(new End.Failed(new JobFailure.WorkerCrashed(7, "")));
    assertGone(child);
  }

  @Test
  void aDaemonThatIsLeftByWhoHasFinishedIsEnded() throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/environ")),
        "SKIPPED: this system does not show what a process was started with");
    launch("finishes-with-daemon");
    long child = Long.parseLong(listener.await("noted ").substring("noted ".length()));
    assertThat(listener.awaitEnd()).isInstanceOf(End.Finished.class);
    assertGone(child);
  }

  @Test
  void whoHasFinishedHasFinishedAlsoWhenItMustBeKilled() throws Exception {
    RunningWorker worker =
        launch("finishes-and-stays", new Patience(Duration.ofMinutes(5), Duration.ofMillis(200)));
    assertThat(listener.awaitEnd()).isInstanceOf(End.Finished.class);
    assertGone(worker.pid());
  }

  @Test
  void aModelThatIsNotThereFailsTheJob() throws Exception {
    try (var launcher =
        new ProcessWorkerLauncher(
            program("finishes"),
            folder.resolve("natives"),
            folder,
            (model, precision) -> new Graphs.Answer.Missing("it was never fetched"),
            LONG)) {
      RunningWorker worker = launcher.launch(order(), listener);
      assertThat(worker.pid()).isEqualTo(-1);
      worker.stop();
      worker.kill(new KillCause.Requested());
      assertThat(listener.awaitEnd())
          .isEqualTo(
              new End.Failed(new JobFailure.ModelMissing("htdemucs", "it was never fetched")));
    }
  }

  @Test
  void aProcessThatCannotBeStartedFailsTheJob() throws Exception {
    launch(new WorkerProgram(folder.resolve("no-java"), "", List.of("x")), LONG);
    assertThat(listener.awaitEnd())
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> assertThat(failed.failure()).isInstanceOf(JobFailure.WorkerCrashed.class));
  }

  @Test
  void theSpoolIsForTheUserAlone() throws Exception {
    launch("finishes");
    listener.awaitEnd();
    Path spool = folder.resolve("spool").resolve(job.value());
    if (Files.getFileStore(spool).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool)))
          .isEqualTo("rwx------");
    }
  }

  private void assertUnresponsive(String reason) throws Exception {
    assertThat(listener.awaitEnd()).isEqualTo(new End.Killed(new KillCause.Unresponsive(reason)));
  }

  private RunningWorker launch(String way) {
    return launch(way, LONG);
  }

  private RunningWorker launch(String way, Patience patience) {
    return launch(program(way), patience);
  }

  private RunningWorker launch(WorkerProgram program, Patience patience) {
    // Never closed: the watch must go on for as long as the worker runs.
    var launcher =
        new ProcessWorkerLauncher(
            program,
            folder.resolve("natives"),
            folder.resolve("spool"),
            (model, precision) ->
                new Graphs.Answer.Present(
                    folder.resolve("graph.onnx"),
                    List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS)),
            patience);
    return launcher.launch(order(), listener);
  }

  private WorkOrder order() {
    return order(folder, job);
  }

  static WorkOrder order(Path folder, JobId job) {
    return new WorkOrder(
        job,
        new SeparationRequest(
            folder.resolve("song.mp3"),
            folder.resolve("out"),
            "htdemucs",
            StemSelection.all(),
            OutputFormat.WAV16,
            new SegmentChoice.Auto(),
            new Overlap.Share(0.25),
            Precision.AUTO,
            ClipMode.RESCALE,
            SeparationRequest.DEFAULT_NAME_TEMPLATE,
            OutputRate.HZ_44100,
            0,
            false,
            Delivery.PLAIN,
            EngineChoice.BUILT_IN),
        Precision.INT8,
        SegmentLength.SHORTEST,
        1,
        Provider.CPU);
  }

  static WorkerProgram program(String way) {
    return WorkerProgram.ofThisProcess(FakeWorker.class.getName(), way);
  }

  private static long rssBytes(long pid) throws Exception {
    String statm = Files.readString(Path.of("/proc", Long.toString(pid), "statm"));
    return Long.parseLong(statm.split(" ", -1)[1]) * 4096;
  }

  static void assertGone(long pid) {
    assertThat(ProcessHandle.of(pid).filter(process -> !ProcessTree.gone(process))).isEmpty();
  }
}
