package app.headroom.queue;

import static app.headroom.queue.QueueBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Receipt;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Decision;
import app.headroom.memory.MemoryPolicy;
import app.headroom.queue.QueueCommand.Selection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory runs short, workers die, disks fill. */
class JobQueueTroubleTest {

  private static final long GIGABYTE = 1_000_000_000;

  @TempDir Path folder;
  private QueueBench bench;

  @BeforeEach
  void open() {
    bench = new QueueBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void overItsHardLimitAJobIsEndedAndGoesOnOneRungLower() {
    JobId job = bench.add("song");
    FakeLauncher.Worker worker = bench.worker(job);
    worker.steps(3);
    bench.probe.rss(worker.pid, 5 * GIGABYTE);
    await("the kill", worker::ended);
    FakeLauncher.Worker next = bench.worker(job);
    assertThat(next.order.segment()).isEqualTo(SegmentLength.ofSeconds(3.9));
    next.toTheEnd();
    Receipt receipt = bench.awaitState(job, JobState.Finished.class).receipt();
    assertThat(receipt.kills()).isEqualTo(1);
    assertThat(receipt.resumes()).isEqualTo(1);
    assertThat(receipt.peakBytes()).isEqualTo(5 * GIGABYTE);
    assertThat(receipt.notes())
        .anySatisfy(
            note -> assertThat(note).contains("ended at 5.0 GB of 4.1 GB", "goes on in 3.9 s"));
    await(
        "the kill to be told",
        () ->
            bench.all(QueueEvent.MemoryDecided.class).stream()
                .anyMatch(event -> event.decision() instanceof Decision.Kill));
  }

  @Test
  void aChosenLengthToo() {
    SegmentChoice longest = new SegmentChoice.Fixed(SegmentLength.ofSeconds(7.8));
    JobId job = bench.add(bench.request("song", longest, false));
    FakeLauncher.Worker worker = bench.worker(job);
    assertThat(worker.order.segment()).isEqualTo(SegmentLength.ofSeconds(7.8));
    worker.step();
    bench.probe.rss(worker.pid, 5 * GIGABYTE);
    await("the kill", worker::ended);
    assertThat(bench.worker(job).order.segment()).isEqualTo(SegmentLength.ofSeconds(5.85));
    assertThat(bench.progress(job).segmentReason())
        .isEqualTo("it used too much memory with longer ones");
  }

  @Test
  void twiceOnTheLowestRungItHasFailedAndSaysWhatToDo() {
    JobId job = bench.add("song");
    for (int kills = 0; kills < 6; kills++) {
      FakeLauncher.Worker worker = bench.worker(job);
      worker.steps(2);
      bench.probe.rss(worker.pid, 5 * GIGABYTE);
      await("the kill", worker::ended);
    }
    JobFailure failure = bench.awaitState(job, JobState.Failed.class).failure();
    assertThat(failure).isEqualTo(new JobFailure.MemoryLimitExceeded(4_096_000_000L, 5 * GIGABYTE));
    assertThat(failure.remedy()).contains("hard limit");
    await("its end to be told", () -> bench.endsOf(job).size() == 1);
    assertThat(bench.queue.job(job).orElseThrow().history().tally().kills()).isEqualTo(6);
  }

  @Test
  void whatALengthTakesThatASongWasEndedAtIsKnownToTheNext() {
    long before = bench.forecast("a song").memoryBytes();
    JobId job = bench.add("song");
    bench.worker(job).step();
    long held = before + before / 4;
    bench.worker(job).kill(new KillCause.OverLimit(held - 1, held));
    await("another worker", () -> bench.launcher.all().size() == 2);
    assertThat(bench.forecast("a song").memoryBytes()).as("it may be a leak").isEqualTo(before);
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
    await("it to be learned", () -> bench.forecast("a song").memoryBytes() == held);
  }

  @Test
  void aLeakTeachesNothing() {
    long before = bench.forecast("a song").memoryBytes();
    JobId job = bench.add("song");
    bench.worker(job).step();
    bench.worker(job).kill(new KillCause.OverLimit(4_096_000_000L, 5 * GIGABYTE));
    await("another worker", () -> bench.launcher.all().size() == 2);
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
    bench.awaitQueue();
    assertThat(bench.forecast("a song").memoryBytes()).isLessThan(2 * before);
  }

  @Test
  void aCrashedWorkerIsTriedAgainThreeTimesAtTheSamePlace() {
    JobId job = bench.add("song");
    bench.worker(job).steps(3);
    bench.worker(job).crash();
    for (int attempt = 0; attempt < 2; attempt++) {
      bench.worker(job).step(); // goes on, but finishes no segment
      bench.worker(job).crash();
    }
    assertThat(bench.awaitState(job, JobState.Failed.class).failure())
        .isInstanceOf(JobFailure.WorkerCrashed.class);

    bench.done(new QueueCommand.Retry(Selection.of(job)));
    bench.worker(job).toTheEnd();
    assertThat(bench.awaitState(job, JobState.Finished.class).receipt().segmentsByFrames().values())
        .containsExactly(6L);
  }

  @Test
  void crashesBetweenFinishedSegmentsDoNotCountTogether() {
    bench.launcher.songFrames(SegmentLength.SAMPLE_RATE_HZ * 60L);
    JobId job = bench.add("song");
    for (int crash = 0; crash < 6; crash++) {
      bench.worker(job).steps(2);
      bench.worker(job).crash();
    }
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
  }

  @Test
  void aDiskThatFillsInTheMiddleParksTheSongUntilThereIsRoom() {
    JobId job = bench.add("song");
    bench.worker(job).steps(3);
    bench.files.freeBytes(1000);
    bench.worker(job).fail(new JobFailure.DiskFull(folder, 50_000_000, 1000));
    JobState.Parked parked = bench.awaitState(job, JobState.Parked.class);
    assertThat(parked.cause()).contains("50 MB", "when there is room");
    await("the user to be told", () -> bench.has(QueueEvent.AttentionNeeded.class));
    bench.files.freeBytes(500 * GIGABYTE);
    bench.worker(job).toTheEnd();
    assertThat(bench.awaitState(job, JobState.Finished.class).receipt().resumes()).isEqualTo(1);
  }

  @Test
  void aSongForWhichThereIsNoRoomFailsBeforeItStarts() {
    bench.files.freeBytes(40_000_000);
    JobId job = bench.add("song");
    assertThat(bench.awaitState(job, JobState.Failed.class).failure())
        .isInstanceOf(JobFailure.DiskFull.class);
    assertThat(bench.launcher.all()).isEmpty();
    bench.files.freeBytes(500 * GIGABYTE);
    bench.done(new QueueCommand.Retry(Selection.of(job)));
    bench.worker(job);
  }

  @Test
  void whereNoThreadsAreLeftAJobFailsAndTheQueueGoesOn() {
    bench.launcher.failWith(new OutOfMemoryError("unable to create native thread, on purpose"));
    JobId job = bench.add("song");
    assertThat(bench.awaitState(job, JobState.Failed.class).failure())
        .isInstanceOf(JobFailure.WorkerCrashed.class);
    bench.launcher.failWith(null);
    bench.done(new QueueCommand.Retry(Selection.of(job)));
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
  }

  @Test
  void aDiskThatDoesNotLetGoDoesNotKeepTheApplicationFromEnding() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    bench.files.keepUntil(gone);
    try {
      JobId job = bench.add("song");
      bench.worker(job).steps(2);
      bench.done(new QueueCommand.Cancel(Selection.of(job)));
      bench.awaitState(job, JobState.Cancelled.class);
      CompletableFuture.runAsync(bench.queue::close).get(60, TimeUnit.SECONDS);
    } finally {
      gone.countDown();
    }
  }

  @Test
  void aSongThatIsTriedAgainAtTheStartWaitsForItsOldFolderToGo() {
    JobId job = bench.add("song");
    bench.worker(job).steps(2);
    bench.done(new QueueCommand.Cancel(Selection.of(job)));
    bench.awaitState(job, JobState.Cancelled.class);
    await("its folder to be deleted", () -> bench.launcher.checkpoint(job) == null);
    CountDownLatch gone = new CountDownLatch(1);
    bench.files.stray(job); // as if the application had been killed at this moment
    bench.files.keepUntil(gone);
    try {
      bench.reopen();
      bench.done(new QueueCommand.Retry(Selection.of(job)));
      await(
          "the reason",
          () ->
              "its old files are being deleted"
                  .equals(bench.queue.job(job).orElseThrow().waitingFor()));
      assertThat(bench.launcher.all()).isEmpty();
    } finally {
      gone.countDown();
    }
    bench.worker(job);
  }

  @Test
  void anErrandThatCannotBeAnsweredKeepsNoOtherFromBeingDone() throws Exception {
    JobId job = bench.add("song");
    bench.worker(job);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bench.database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(
          "CREATE TRIGGER no_answer BEFORE UPDATE OF answer ON inbox WHEN NEW.id = 1"
              + " BEGIN SELECT RAISE(ABORT, 'on purpose'); END");
      for (String command :
          List.of(
              "{\"command\":\"clear-finished\"}",
              "{\"command\":\"cancel\",\"jobs\":{\"select\":\"all\"}}")) {
        statement.executeUpdate(
            "INSERT INTO inbox (asked_at, command) VALUES ('2026-01-01T00:00:00Z', '"
                + command
                + "')");
      }
      connection.commit();
    }
    bench.awaitState(job, JobState.Cancelled.class);
  }

  @Test
  void aDiskThatDoesNotAnswerHoldsUpNothing() {
    CountDownLatch answering = new CountDownLatch(1);
    bench.files.silentUntil(answering);
    try {
      JobId first = bench.add("first");
      bench.worker(first).steps(3); // it finds out itself whether there is room
      JobId second = bench.add("second");
      bench.worker(second);
      bench.done(new QueueCommand.Pause(Selection.of(second)));
      bench.worker(second).step();
      bench.awaitState(second, JobState.Paused.class);
      assertThat(bench.files.asked.get()).as("not asked again while it owes an answer").isOne();
      // parked for want of room, it is not taken for one that has room
      bench.worker(first).fail(new JobFailure.DiskFull(folder, 50_000_000, 1000));
      bench.awaitState(first, JobState.Parked.class);
      answering.countDown();
      bench.worker(first).toTheEnd();
      bench.awaitState(first, JobState.Finished.class);
    } finally {
      answering.countDown();
    }
  }

  @Test
  void aSongWaitsForRoomThatARunningOneGivesBack() {
    JobId first = bench.add("first");
    bench.worker(first);
    bench.files.freeBytes(40_000_000);
    JobId second = bench.add("second");
    await(
        "the reason",
        () -> String.valueOf(bench.queue.job(second).orElseThrow().waitingFor()).contains("free"));
    bench.files.freeBytes(500 * GIGABYTE);
    bench.worker(second);
  }

  @Test
  void aBudgetThatIsTooSmallIsRefusedWithTheLeastThatWouldDo() {
    bench.queue.change(QueueBench.budget(100 * MemoryPolicy.MEGABYTE));
    Answer answer =
        bench.ask(new QueueCommand.Submit(List.of(new Submission(bench.request("song"), null))));
    assertThat(((Answer.Submitted) answer).songs().getFirst())
        .isInstanceOfSatisfying(
            Answer.SongOutcome.Rejected.class,
            rejected ->
                assertThat(rejected.why())
                    .isInstanceOfSatisfying(
                        JobFailure.BudgetTooSmall.class,
                        small -> assertThat(small.leastBytes()).isBetween(300_000_000L, GIGABYTE)));
  }

  @Test
  void aWaitingSongSaysThatTheBudgetIsTooSmallAndStartsWhenItIsRaised() {
    bench.queue.change(QueueBench.fast(jobsAtOnce(1)));
    List<JobId> jobs = bench.add(3);
    bench.worker(jobs.get(0));
    bench.queue.change(QueueBench.budget(100 * MemoryPolicy.MEGABYTE));
    bench.worker(jobs.get(0)).toTheEnd();
    await(
        "the reason",
        () ->
            String.valueOf(bench.queue.job(jobs.get(1)).orElseThrow().waitingFor())
                .contains("budget"));
    await("the user to be told", () -> bench.has(QueueEvent.AttentionNeeded.class));
    bench.queue.change(bench.settings);
    bench.worker(jobs.get(1));
  }

  @Test
  void theBudgetChoosesTheSegment() {
    bench.queue.change(QueueBench.budget(455 * MemoryPolicy.MEGABYTE));
    JobId job = bench.add("song");
    assertThat(bench.worker(job).order.segment()).isEqualTo(SegmentLength.ofSeconds(2.6));
    assertThat(
            bench.queue.outlook(bench.request("other"), QueueBench.source()).forecast().segment())
        .isEqualTo(SegmentLength.ofSeconds(2.6));
  }

  @Test
  void aSongForWhichThereIsNoMemoryWaitsAndSaysWhy() {
    bench.probe.usedPercent(69);
    await("a look at memory", () -> bench.usedPercent() == 69);
    bench.probe.usedPercent(84.9);
    await("a look at memory", () -> bench.usedPercent() == 84.9);
    JobId job = bench.add("song");
    await("the reason", () -> bench.queue.job(job).orElseThrow().waitingFor() != null);
    assertThat(bench.queue.job(job).orElseThrow().waitingFor()).contains("free", "memory at 85 %");
    bench.probe.usedPercent(20);
    bench.worker(job);
  }

  @Test
  void inTheTierHighWorkersAndApplicationCleanUp() {
    JobId job = bench.add("song");
    FakeLauncher.Worker worker = bench.worker(job);
    worker.steps(2);
    bench.probe.usedPercent(72);
    await("the worker to clean up", () -> worker.asked("clean-up"));
    await("the application to clean up", () -> bench.cleanUps.get() > 0);
    await(
        "the tier to be told",
        () ->
            bench.all(QueueEvent.MemoryDecided.class).stream()
                .anyMatch(event -> event.decision() instanceof Decision.TierChanged));
  }

  @Test
  void inTheTierCriticalASongIsHeldUnloadedParkedAndGoesOnByItself() {
    JobId job = bench.add("song");
    JobState.Parked parked = bench.park(job);
    assertThat(parked.cause()).contains("95 %", "chrome 9.1 GB");
    bench.probe.usedPercent(20);
    bench.worker(job).toTheEnd();
    Receipt receipt = bench.awaitState(job, JobState.Finished.class).receipt();
    assertThat(receipt.pauses()).isEqualTo(1);
    assertThat(receipt.notes()).contains(parked.cause());
  }

  @Test
  void aParkedSongCanBePausedAndCancelled() {
    JobId job = bench.add("song");
    bench.park(job);
    bench.done(new QueueCommand.Pause(Selection.of(job)));
    bench.probe.usedPercent(20);
    bench.awaitState(job, JobState.Paused.class);
    bench.done(new QueueCommand.Cancel(Selection.of(job)));
    bench.awaitState(job, JobState.Cancelled.class);
  }

  @Test
  void aWorkerThatDoesNotEndWhenAskedIsPausedAllTheSame() {
    JobId job = bench.add("song");
    FakeLauncher.Worker worker = bench.worker(job);
    worker.steps(2);
    bench.done(new QueueCommand.Pause(Selection.of(job)));
    worker.kill(new KillCause.Unresponsive("it did not end when asked"));
    bench.awaitState(job, JobState.Paused.class);
  }

  @Test
  void aWorkerThatIsSilentIsReplaced() {
    JobId job = bench.add("song");
    bench.worker(job).steps(2);
    bench.worker(job).kill(new KillCause.Unresponsive("silent for 2 minutes"));
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
  }

  @Test
  void theMemoryLineComesEveryFiveSegments() {
    bench.launcher.songFrames(SegmentLength.SAMPLE_RATE_HZ * 120L);
    JobId job = bench.add("song");
    bench.worker(job).steps(12);
    await(
        "two lines",
        () ->
            bench.all(QueueEvent.MemoryDecided.class).stream()
                    .filter(event -> event.decision() instanceof Decision.Report)
                    .count()
                == 2);
  }

  @Test
  void whatAJobTookIsLearnt() {
    JobId job = bench.add("song");
    long before = bench.queue.outlook(bench.request("x"), null).forecast().memoryBytes();
    FakeLauncher.Worker worker = bench.worker(job);
    worker.steps(2);
    bench.probe.rss(worker.pid, GIGABYTE);
    await("a look at memory", () -> bench.rss(job) == GIGABYTE);
    worker.toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
    await("the forecast to be told", () -> bench.has(QueueEvent.ForecastsChanged.class));
    assertThat(bench.queue.outlook(bench.request("x"), null).forecast().memoryBytes())
        .isGreaterThan(before)
        .isEqualTo(GIGABYTE);
    bench.reopen();
    assertThat(bench.queue.outlook(bench.request("x"), null).forecast().memoryBytes())
        .isEqualTo(GIGABYTE);
  }

  /** What a start costs is not what each second of a song takes. */
  @Test
  void aShortSongSaysNothingOfHowLongOthersTake() {
    Duration shipped = bench.forecast("x").time();
    bench.launcher.firstSegmentMillis(60_000);
    bench.launcher.songFrames(5 * 44_100);
    JobId brief = bench.add("brief");
    bench.worker(brief).steps(2);
    await("a look at memory", () -> bench.rss(brief) > 0);
    bench.worker(brief).toTheEnd();
    bench.awaitState(brief, JobState.Finished.class);
    bench.awaitQueue();
    assertThat(bench.forecast("x").time()).isEqualTo(shipped);

    bench.launcher.songFrames(30 * 44_100);
    JobId whole = bench.add("whole");
    bench.worker(whole).steps(3);
    await("a look at memory", () -> bench.rss(whole) > 0);
    bench.worker(whole).toTheEnd();
    bench.awaitState(whole, JobState.Finished.class);
    await("it to be learnt", () -> !Objects.equals(bench.forecast("x").time(), shipped));
    // half a second for each of its segments, and not the minute that the first took
    assertThat(bench.forecast("x").time()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void progressSaysHowFastAndHowLong() {
    JobId job = bench.add("song");
    bench.worker(job).steps(3);
    await(
        "progress",
        () -> {
          JobProgress progress = bench.queue.job(job).orElseThrow().progress();
          return progress != null
              && progress.speed() != null
              && progress.doneUnits() == 2L * progress.segment().frames()
              && progress.rssBytes() > 0;
        });
    JobProgress progress = Objects.requireNonNull(bench.queue.job(job).orElseThrow().progress());
    assertThat(progress.speed()).isBetween(11.6, 11.8); // 5.85 s in half a second
    assertThat(progress.share()).isBetween(0.35, 0.55);
    assertThat(progress.timeLeft()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
    assertThat(progress.segment()).isEqualTo(SegmentLength.ofSeconds(5.85));
  }

  private static QueueSettings jobsAtOnce(int jobs) {
    QueueSettings settings = QueueSettings.DEFAULT;
    MemoryPolicy policy = settings.memory();
    return settings.with(policy.withLimits(policy.limits().withJobsAtOnce(jobs)));
  }
}
