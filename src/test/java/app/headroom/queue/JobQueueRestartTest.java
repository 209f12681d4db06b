package app.headroom.queue;

import static app.headroom.queue.QueueBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Receipt;
import app.headroom.queue.QueueCommand.Selection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application ends, or is ended, and starts again. */
class JobQueueRestartTest {

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
  void afterAnOrderlyEndRunningSongsGoOnWhereTheyWere() {
    List<JobId> jobs = bench.add(4);
    await("three workers", () -> bench.launcher.running().size() == 3);
    bench.launcher.running().forEach(worker -> worker.steps(3));
    bench.done(new QueueCommand.Pause(Selection.of(jobs.get(1))));
    bench.reopen();
    assertThat(bench.order()).isEqualTo(jobs);
    assertThat(bench.state(jobs.get(1))).isInstanceOf(JobState.Paused.class);
    for (JobId job : List.of(jobs.get(0), jobs.get(2), jobs.get(3))) {
      bench.worker(job).toTheEnd();
    }
    Receipt receipt = bench.awaitState(jobs.get(0), JobState.Finished.class).receipt();
    assertThat(receipt.segmentsByFrames().values()).containsExactly(6L);
    assertThat(receipt.resumes()).isEqualTo(1);
  }

  @Test
  void afterACrashRunningSongsGoOnAndTheirOldWorkersAreEnded() {
    List<JobId> jobs = bench.add(4);
    await("three workers", () -> bench.launcher.running().size() == 3);
    bench.launcher.running().forEach(worker -> worker.steps(3));
    List<Long> pids = bench.launcher.running().stream().map(worker -> worker.pid).toList();
    bench.done(new QueueCommand.Pause(Selection.of(jobs.get(0))));
    bench.done(new QueueCommand.Cancel(Selection.of(jobs.get(3))));
    bench.crash();
    assertThat(bench.orphansEnded).containsExactlyInAnyOrderElementsOf(pids);
    assertThat(bench.order()).isEqualTo(jobs);
    assertThat(bench.state(jobs.get(0))).isInstanceOf(JobState.Paused.class);
    assertThat(bench.state(jobs.get(3))).isInstanceOf(JobState.Cancelled.class);
    bench.worker(jobs.get(1)).toTheEnd();
    assertThat(bench.awaitState(jobs.get(1), JobState.Finished.class).receipt().resumes())
        .isEqualTo(1);
  }

  @Test
  void aReceiptTellsOfTheWholeJobAlsoOfWhatWasBeforeACrash() {
    JobId job = bench.add("song");
    FakeLauncher.Worker first = bench.worker(job);
    long peakBytes = 900_000_000;
    bench.probe.rss(first.pid, peakBytes);
    await("the sampler to see it", () -> bench.rss(job) == peakBytes);
    first.steps(2);
    await(
        "the first segment to be told",
        () -> bench.queue.job(job).map(JobSnapshot::progress).map(JobProgress::speed).isPresent());
    bench.ahead = Duration.ofMinutes(3);
    first.step();
    await(
        "it to be kept", () -> bench.stored().getFirst().history().work().wall().toMinutes() >= 3);
    bench.ahead = Duration.ofMinutes(4); // before the next worker starts
    bench.crash();
    bench.worker(job).toTheEnd();
    Receipt receipt = bench.awaitState(job, JobState.Finished.class).receipt();
    assertThat(receipt.peakBytes()).isEqualTo(peakBytes);
    assertThat(receipt.wall()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
    assertThat(receipt.segmentsByFrames().values()).containsExactly(6L);
  }

  @Test
  void foldersOfJobsThatAreGoneAreDeleted() {
    JobId stray = JobId.random();
    JobId kept = bench.add("song");
    bench.worker(kept).steps(2);
    bench.files.stray(stray);
    bench.reopen();
    await("the folder to be deleted", () -> !bench.files.spools().contains(stray));
    assertThat(bench.files.spools()).contains(kept);
  }

  @Test
  void aJobThatCannotBeReadKeepsItsFolder() throws Exception {
    JobId stray = JobId.random();
    JobId unreadable = bench.add("song");
    bench.worker(unreadable).steps(2);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bench.database);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE jobs SET request = 'of a newer program'");
    }
    bench.files.stray(stray);
    bench.reopen();
    await("the stray folder to be deleted", () -> !bench.files.spools().contains(stray));
    assertThat(bench.queue.job(unreadable)).isEmpty();
    assertThat(bench.files.spools()).contains(unreadable);
  }

  @Test
  void parkedSongsOfTheLastTimeGoOnWhenThereIsMemory() {
    JobId job = bench.add("song");
    bench.park(job);
    bench.crash();
    assertThat(bench.state(job)).isInstanceOf(JobState.Parked.class);
    bench.probe.usedPercent(20);
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
  }
}
