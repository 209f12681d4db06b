package app.headroom.queue;

import static app.headroom.queue.QueueBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Receipt;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.memory.MemoryPolicy;
import app.headroom.queue.QueueCommand.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queue's everyday life. */
class JobQueueTest {

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
  void aSongIsSeparatedAndItsReceiptSaysWhatItTook() {
    JobId job = bench.add("song");
    bench.worker(job).toTheEnd();
    Receipt receipt = bench.awaitState(job, JobState.Finished.class).receipt();
    assertThat(receipt.audioSeconds()).isEqualTo(30);
    assertThat(receipt.peakBytes()).isEqualTo(FakeProbe.JOB_RSS);
    assertThat(receipt.segmentsByFrames()).containsEntry(257_985, 6L);
    assertThat(receipt.kills()).isZero();
    await("the end of the batch", () -> bench.has(QueueEvent.BatchDone.class));
  }

  @ParameterizedTest
  @CsvSource({
    "auto, 2000, 5.85, the default length",
    "auto, 500, 3.9, the longest that fit the memory there is",
    "7.8, 2000, 7.8, as chosen",
    "7.8, 600, 5.85, the longest that fit the memory there is"
  })
  void itsSegmentsAreAsLongAsChosenOrAsFits(
      String choice, long budgetMegabytes, double seconds, String reason) {
    bench.queue.change(QueueBench.budget(budgetMegabytes * MemoryPolicy.MEGABYTE));
    SegmentChoice segment =
        choice.equals("auto")
            ? new SegmentChoice.Auto()
            : new SegmentChoice.Fixed(SegmentLength.ofSeconds(Double.parseDouble(choice)));
    JobId job = bench.add(bench.request("song", segment, false));
    bench.worker(job).step();
    assertThat(bench.progress(job).segment()).isEqualTo(SegmentLength.ofSeconds(seconds));
    assertThat(bench.progress(job).segmentReason()).isEqualTo(reason);
  }

  @Test
  void threeAtOnceInTheOrderOfTheQueue() {
    List<JobId> jobs = bench.add(5);
    await("three workers", () -> bench.launcher.running().size() == 3);
    assertThat(bench.launcher.running())
        .extracting(FakeLauncher.Worker::jobId)
        .containsExactlyElementsOf(jobs.subList(0, 3));
    assertThat(bench.launcher.running())
        .allSatisfy(worker -> assertThat(worker.order.threads()).isEqualTo(1));
    bench.worker(jobs.get(1)).toTheEnd();
    bench.worker(jobs.get(3)).toTheEnd();
    bench.worker(jobs.get(4)).toTheEnd();
    assertThat(bench.launcher.all()).hasSize(5);
  }

  @Test
  void oneAloneHasAllThreads() {
    assertThat(bench.worker(bench.add("song")).order.threads()).isEqualTo(4);
  }

  @Test
  void aPausedSongKeepsItsPlaceAndGoesOnThere() {
    JobId job = bench.add("song");
    FakeLauncher.Worker worker = bench.worker(job);
    worker.steps(3);
    bench.done(new QueueCommand.Pause(Selection.of(job)));
    await("the worker to be asked", () -> worker.asked("stop"));
    assertThat(bench.state(job)).isInstanceOf(JobState.Running.class);
    worker.step();
    bench.awaitState(job, JobState.Paused.class);
    bench.done(new QueueCommand.Resume(Selection.of(job)));
    bench.worker(job).toTheEnd();
    Receipt receipt = bench.awaitState(job, JobState.Finished.class).receipt();
    assertThat(receipt.segmentsByFrames().values()).containsExactly(6L);
    assertThat(receipt.pauses()).isEqualTo(1);
    assertThat(receipt.resumes()).isEqualTo(1);
  }

  @Test
  void aSongThatIsResumedWhileItStopsIsNotLeftPaused() {
    JobId job = bench.add("song");
    FakeLauncher.Worker worker = bench.worker(job);
    worker.steps(2);
    bench.done(new QueueCommand.Pause(Selection.of(job)));
    bench.done(new QueueCommand.Resume(Selection.of(job)));
    worker.step();
    await("another worker", () -> bench.launcher.all().size() == 2);
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
  }

  @Test
  void aCancelledSongIsGoneFromTheDiskAndCanBeRetriedFromTheStart() {
    JobId job = bench.add("song");
    bench.worker(job).steps(3);
    bench.done(new QueueCommand.Cancel(Selection.of(job)));
    bench.awaitState(job, JobState.Cancelled.class);
    await("its folder to be deleted", () -> bench.launcher.checkpoint(job) == null);
    bench.done(new QueueCommand.Retry(Selection.of(job)));
    bench.worker(job).toTheEnd();
    assertThat(bench.awaitState(job, JobState.Finished.class).receipt().segmentsByFrames().values())
        .containsExactly(6L);
  }

  @Test
  void aRunningSongCanBeRemoved() {
    JobId job = bench.add("song");
    bench.worker(job).steps(2);
    bench.done(new QueueCommand.Remove(Selection.of(job)));
    await("the job to be gone", () -> bench.queue.job(job).isEmpty());
    await("its removal to be told", () -> bench.has(QueueEvent.JobRemoved.class));
    assertThat(bench.endsOf(job)).hasSize(1);
    bench.reopen();
    assertThat(bench.queue.snapshot().jobs()).isEmpty();
  }

  @Test
  void whatCannotBeDoneIsRefusedWithItsReason() {
    JobId job = bench.add("song");
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
    Answer.Done answer = bench.done(new QueueCommand.Pause(Selection.of(job, JobId.random())));
    assertThat(answer.jobs()).isEmpty();
    assertThat(answer.refused())
        .extracting(Answer.Refusal::reason)
        .containsExactly("it is finished", "it is not in the queue");
  }

  @Test
  void pauseAllAndResumeAll() {
    List<JobId> jobs = bench.add(5);
    await("three workers", () -> bench.launcher.running().size() == 3);
    assertThat(bench.done(new QueueCommand.Pause(Selection.all())).jobs()).hasSize(5);
    bench.launcher.running().forEach(FakeLauncher.Worker::step);
    jobs.forEach(job -> bench.awaitState(job, JobState.Paused.class));
    assertThat(bench.done(new QueueCommand.Resume(Selection.all())).jobs()).hasSize(5);
    await("three workers again", () -> bench.launcher.running().size() == 3);
  }

  @Test
  void songsMoveAndTheNewOrderIsKept() {
    List<JobId> jobs = bench.add(6);
    bench.done(new QueueCommand.Move(List.of(jobs.get(5), jobs.get(4)), 3));
    List<JobId> expected =
        List.of(jobs.get(0), jobs.get(1), jobs.get(2), jobs.get(5), jobs.get(4), jobs.get(3));
    assertThat(bench.order()).isEqualTo(expected);
    await("the order to be told", () -> bench.has(QueueEvent.OrderChanged.class));
    for (int i = 0; i < 100; i++) { // until there is no room left between two places
      bench.done(new QueueCommand.Move(List.of(bench.order().get(5)), 4));
    }
    assertThat(bench.order()).isEqualTo(expected);
    bench.reopen();
    assertThat(bench.order()).isEqualTo(expected);
  }

  @Test
  void finishedSongsAreClearedAndFailedOnesStay() {
    JobId finished = bench.add("finished");
    bench.worker(finished).toTheEnd();
    bench.awaitState(finished, JobState.Finished.class);
    JobId failed = bench.add("failed");
    bench.worker(failed).fail(new JobFailure.UnreadableAudio("it is a text", "Take a song."));
    bench.awaitState(failed, JobState.Failed.class);
    bench.done(new QueueCommand.ClearFinished());
    assertThat(bench.order()).containsExactly(failed);
  }

  @Test
  void filesThatAreMadeOfAFinishedSongStandInItsReceiptFromThenOn() {
    JobId waiting = bench.add("waiting");
    Path file = bench.folder.resolve("song.rpp").toAbsolutePath();
    QueueCommand.AddHandOffs add =
        new QueueCommand.AddHandOffs(waiting, Map.of(HandOff.REAPER, file));
    assertThat(bench.ask(add))
        .isInstanceOfSatisfying(Answer.Done.class, done -> assertThat(done.refused()).hasSize(1));
    bench.worker(waiting).toTheEnd();
    bench.awaitState(waiting, JobState.Finished.class);
    bench.done(add);
    bench.reopen();
    assertThat(bench.awaitState(waiting, JobState.Finished.class).receipt().extras().handOffs())
        .containsExactly(Map.entry(HandOff.REAPER, file));
    assertThat(bench.endsOf(waiting)).as("it is over once").hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void oneFailureDoesNotStopTheRest() {
    List<JobId> jobs = bench.add(4);
    bench.worker(jobs.get(0)).fail(new JobFailure.UnreadableAudio("it is a text", "Take a song."));
    for (JobId job : jobs.subList(1, 4)) {
      bench.worker(job).toTheEnd();
      bench.awaitState(job, JobState.Finished.class);
    }
    await("the end of the batch", () -> bench.has(QueueEvent.BatchDone.class));
    QueueEvent.BatchDone sum = bench.last(QueueEvent.BatchDone.class);
    assertThat(sum.finished()).isEqualTo(3);
    assertThat(sum.failed()).isEqualTo(1);
  }

  private Answer.SongOutcome added(SeparationRequest request) {
    Answer answer = bench.ask(new QueueCommand.Submit(List.of(new Submission(request, null))));
    return ((Answer.Submitted) answer).songs().getFirst();
  }

  /** Another song of the same name. */
  private static SeparationRequest flac(SeparationRequest mp3) {
    Path source = mp3.source().resolveSibling(mp3.track() + ".flac");
    return new SeparationRequest(
        source,
        mp3.outputFolder(),
        mp3.model(),
        mp3.stems(),
        mp3.format(),
        mp3.segment(),
        mp3.overlap(),
        mp3.precision(),
        mp3.clip(),
        mp3.nameTemplate(),
        mp3.rate(),
        mp3.threads(),
        mp3.overwrite(),
        mp3.delivery(),
        mp3.engine());
  }

  @Test
  void songsThatWouldWriteTheSameFilesAreRefused() {
    JobId first = bench.add("song");
    Answer answer =
        bench.ask(
            new QueueCommand.Submit(
                List.of(
                    new Submission(flac(bench.request("song")), null),
                    new Submission(bench.request("other"), null),
                    new Submission(flac(bench.request("other")), null))));
    List<Answer.SongOutcome> songs = ((Answer.Submitted) answer).songs();
    assertThat(songs.get(0))
        .isInstanceOfSatisfying(
            Answer.SongOutcome.Rejected.class,
            rejected -> assertThat(rejected.why().what()).contains("song.mp3", "drums.wav"));
    assertThat(songs.get(1)).isInstanceOf(Answer.SongOutcome.Added.class);
    assertThat(songs.get(2))
        .isInstanceOfSatisfying(
            Answer.SongOutcome.Rejected.class,
            rejected -> assertThat(rejected.why()).isInstanceOf(JobFailure.OutputTaken.class));
    assertThat(added(bench.request("song", new SegmentChoice.Auto(), true)))
        .as("the same song once more")
        .isInstanceOfSatisfying(
            Answer.SongOutcome.Rejected.class,
            rejected -> {
              assertThat(rejected.why().what()).isEqualTo("it is in the queue already");
              assertThat(rejected.why().remedy()).startsWith("Add it again when it is done");
            });

    bench.done(new QueueCommand.Cancel(Selection.of(first)));
    bench.awaitState(first, JobState.Cancelled.class);
    bench.add("song"); // its names are free again
    assertThat(bench.done(new QueueCommand.Retry(Selection.of(first))).refused()).hasSize(1);
  }

  @Test
  void aQueueThatIsStartedForSomeSongsLeavesTheOthersWaiting() {
    bench.reopenWithoutStart();
    JobId old = bench.add("old");
    JobId mine = bench.add("mine");
    bench.queue.start(mine::equals);
    bench.worker(mine).toTheEnd();
    await("the end of the batch", () -> bench.has(QueueEvent.BatchDone.class));
    assertThat(bench.state(old)).isInstanceOf(JobState.Waiting.class);
  }

  @Test
  void twoThousandSongs() {
    List<JobId> jobs = bench.add(2000);
    await("all to be told", () -> bench.all(QueueEvent.JobAdded.class).size() == 2000);
    assertThat(bench.order()).isEqualTo(jobs);
    bench.done(new QueueCommand.Pause(Selection.all()));
    bench.launcher.running().forEach(FakeLauncher.Worker::step);
    jobs.forEach(job -> bench.awaitState(job, JobState.Paused.class));
    bench.reopen();
    assertThat(bench.order()).isEqualTo(jobs);
    assertThat(bench.done(new QueueCommand.Remove(Selection.all())).jobs()).hasSize(2000);
    await("all to be gone", () -> bench.queue.snapshot().jobs().isEmpty());
  }

  @Test
  void thereIsAnEndToWhatTheQueueTakes() {
    List<Submission> songs = new ArrayList<>();
    for (int i = 0; i <= QueueCommand.MAX_JOBS; i++) {
      songs.add(new Submission(bench.request("song-" + i), null));
    }
    bench.reopenWithoutStart();
    List<Answer.SongOutcome> outcomes =
        ((Answer.Submitted) bench.ask(new QueueCommand.Submit(songs))).songs();
    assertThat(outcomes.getLast()).isInstanceOf(Answer.SongOutcome.Rejected.class);
    assertThat(bench.queue.snapshot().jobs()).hasSize(QueueCommand.MAX_JOBS);
  }
}
