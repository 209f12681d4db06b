package app.headroom.queue;

import static app.headroom.queue.QueueBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.queue.Happening.After;
import app.headroom.queue.QueueCommand.Selection;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the history and the log are told of a job that stops and goes on. */
class JobQueueHappeningsTest {

  @TempDir Path folder;
  private QueueBench bench;
  private JobId job;

  @BeforeEach
  void open() {
    bench = new QueueBench(folder);
    job = bench.add("song");
    bench.worker(job).steps(3);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aCrashAndThatItGoesOn() {
    FakeLauncher.Worker first = bench.worker(job);
    first.crash();
    await("another worker", () -> bench.launcher.all().size() == 2);
    String what = new JobFailure.WorkerCrashed(139, "").what();
    await("both to be told", () -> told().size() == 2);
    assertThat(told().getFirst()).isEqualTo(new Happening.Crashed(what, Happening.Next.GOES_ON));
    assertWentOn(After.CRASH);
    assertThat(told().getFirst().text()).contains("139").endsWith("goes on from its last segment");
  }

  @Test
  void aCrashBeforeTheFirstSegmentBeginsAgain() {
    JobId young = bench.add("young");
    bench.worker(young).crash();
    await("it to be told", () -> !told().isEmpty());
    assertThat(told().getFirst())
        .isInstanceOfSatisfying(
            Happening.Crashed.class,
            crashed -> assertThat(crashed.next()).isEqualTo(Happening.Next.BEGINS_AGAIN));
  }

  @Test
  void aWorkerThatWasAskedToEndMayDoSoAsItLikes() {
    FakeLauncher.Worker worker = bench.worker(job);
    bench.done(new QueueCommand.Pause(Selection.of(job)));
    await("the stop", () -> worker.asked("stop"));
    worker.crash();
    bench.awaitState(job, JobState.Paused.class);
    await("it to be told", () -> told().equals(List.of(new Happening.Paused())));
  }

  @Test
  void aPauseByHandAndItsEnd() {
    bench.done(new QueueCommand.Pause(Selection.of(job)));
    FakeLauncher.Worker worker = bench.worker(job);
    await("the stop", () -> worker.asked("stop"));
    worker.step();
    bench.awaitState(job, JobState.Paused.class);
    await("it to be told", () -> told().equals(List.of(new Happening.Paused())));
    bench.done(new QueueCommand.Resume(Selection.of(job)));
    await("both to be told", () -> told().size() == 2);
    assertWentOn(After.PAUSE);
  }

  @Test
  void aRestartOfTheApplication() {
    await("its place to be kept", () -> bench.launcher.checkpoint(job) != null);
    bench.reopen();
    bench.worker(job);
    await("it to be told", () -> told().size() == 1);
    assertWentOn(After.RESTART);
  }

  @Test
  void aKillForMemory() {
    FakeLauncher.Worker worker = bench.worker(job);
    worker.kill(new KillCause.OverLimit(1_000, 2_000));
    await("it to be told", () -> told().size() == 1);
    assertWentOn(After.KILL);
  }

  @Test
  void nothingOfASongThatIsDoneAtOnce() {
    bench.worker(job).toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
    JobId second = bench.add("second");
    bench.worker(second).toTheEnd();
    bench.awaitState(second, JobState.Finished.class);
    await("all before it to be told", () -> bench.all(QueueEvent.BatchDone.class).size() == 2);
    assertThat(told()).isEmpty();
  }

  private void assertWentOn(After after) {
    assertThat(told().getLast())
        .isInstanceOfSatisfying(
            Happening.WentOn.class,
            on -> {
              assertThat(on.after()).isEqualTo(after);
              assertThat(on.doneFrames()).isPositive();
            });
  }

  private List<Happening> told() {
    return bench.all(QueueEvent.JobHappened.class).stream()
        .map(QueueEvent.JobHappened::what)
        .toList();
  }
}
