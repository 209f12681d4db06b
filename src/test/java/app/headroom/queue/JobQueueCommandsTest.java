package app.headroom.queue;

import static app.headroom.queue.QueueBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.memory.MemoryPolicy;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the queue learns of the user's own commands, and how it comes off that again. */
class JobQueueCommandsTest {

  private static final SegmentLength LONGEST = SegmentLength.ofSeconds(62.4);
  private static final SegmentLength SHORTEST = SegmentLength.ofSeconds(7.8);
  private static final Pattern ADVICE = Pattern.compile("headroom settings set (\\S+) ([^\" ]+)");

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
  void anotherCommandInItsPlaceIsNotHeldToWhatTheFirstOneTook() {
    takesTooMuch("eater");
    assertThat(bench.worker(bench.add(song("next"))).order.segment()).isEqualTo(SHORTEST);
    bench.command = "another";
    assertThat(bench.worker(bench.add(song("after it"))).order.segment()).isEqualTo(LONGEST);
  }

  @Test
  void aSuccessWithTheShortestPiecesIsBelievedAndKept() {
    takesTooMuch("eater");
    bench.reopen();
    JobId job = bench.add(song("next"));
    FakeLauncher.Worker worker = bench.worker(job);
    assertThat(worker.order.segment()).isEqualTo(SHORTEST);
    await("a look at it", () -> bench.rss(job) == FakeProbe.JOB_RSS);
    worker.toTheEnd();
    bench.awaitState(job, JobState.Finished.class);
    bench.reopen();
    assertThat(bench.queue.outlook(song("third"), QueueBench.source()).forecast().memoryBytes())
        .isEqualTo(FakeProbe.JOB_RSS);
  }

  @Test
  void whatTheRefusalSaysHelps() {
    MemoryPolicy policy = bench.settings.memory();
    bench.queue.change(
        bench.settings.with(
            policy.withLimits(policy.limits().withCommandBudgetBytes(1_000_000_000))));
    String remedy = rejected("song").remedy();
    Settings settings = Settings.FALLBACKS;
    int steps = 0;
    for (Matcher said = ADVICE.matcher(remedy); said.find(); steps++) {
      String name = said.group(1);
      Setting<?> setting =
          Setting.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
      settings = settings.withText(setting, said.group(2));
      assertThat(MemorySettings.policy(settings)).isNotNull();
    }
    assertThat(steps).isEqualTo(2);
    bench.queue.change(
        bench.settings.with(policy.withLimits(MemorySettings.policy(settings).limits())));
    assertThat(bench.worker(bench.add(song("song"))).order.id()).isNotNull();
  }

  /** Ended with all lengths, the shortest too. */
  private void takesTooMuch(String name) {
    JobId job = bench.add(song(name));
    for (double seconds : List.of(62.4, 31.2, 15.6, 7.8, 7.8)) {
      FakeLauncher.Worker worker = bench.worker(job);
      assertThat(worker.order.segment()).isEqualTo(SegmentLength.ofSeconds(seconds));
      worker.kill(new KillCause.OverLimit(4_096_000_000L, 4_117_000_000L));
    }
    JobState.Failed failed = bench.awaitState(job, JobState.Failed.class);
    assertThat(failed.failure()).isInstanceOf(JobFailure.MemoryLimitExceeded.class);
    assertThat(failed.failure().remedy()).contains("--kill-limit", "memory.limits.kill");
  }

  private JobFailure.BudgetTooSmall rejected(String name) {
    Answer answer = bench.ask(new QueueCommand.Submit(List.of(new Submission(song(name), null))));
    Answer.SongOutcome outcome = ((Answer.Submitted) answer).songs().getFirst();
    assertThat(outcome).isInstanceOf(Answer.SongOutcome.Rejected.class);
    return (JobFailure.BudgetTooSmall) ((Answer.SongOutcome.Rejected) outcome).why();
  }

  private SeparationRequest song(String name) {
    return bench.request(
        name, new EngineChoice.Command(EngineChoice.Flavour.PYTHON, null, 1, null, null));
  }
}
