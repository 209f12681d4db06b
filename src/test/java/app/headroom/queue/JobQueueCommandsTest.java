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
import java.util.stream.Stream;
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
    await(
        "the command to be looked at",
        () ->
            bench.queue.outlook(song("third"), QueueBench.source()).forecast().memoryBytes()
                == FakeProbe.JOB_RSS);
  }

  @Test
  void whatTheRefusalSaysHelps() {
    for (Setting<Long> low : List.of(MemorySettings.COMMAND_BUDGET, MemorySettings.KILL)) {
      Settings settings = Settings.FALLBACKS.withText(low, "3GB");
      bench.queue.change(limits(settings));
      JobFailure.BudgetTooSmall refusal = rejected(song("song", EngineChoice.Flavour.NPM));
      assertThat(refusal.what()).contains("needs at least 3.6 GB").contains("3.0 GB are allowed");
      int steps = 0;
      for (Matcher said = ADVICE.matcher(refusal.remedy()); said.find(); steps++) {
        settings = raised(settings, setting(said.group(1)), said.group(2));
      }
      assertThat(steps).isEqualTo(2);
      bench.queue.change(limits(settings));
      SeparationRequest song = song("song", EngineChoice.Flavour.NPM);
      await("what helps", () -> bench.queue.outlook(song, null).refusal() == null);
    }
  }

  /** As the words say, and as the file takes it. */
  private static Settings raised(Settings settings, Setting<Long> setting, String size) {
    Settings raised = settings.withText(setting, size);
    return raised.get(setting) > settings.get(setting) ? raised : settings;
  }

  private static Setting<Long> setting(String name) {
    return Stream.of(MemorySettings.KILL, MemorySettings.COMMAND_BUDGET)
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private QueueSettings limits(Settings settings) {
    MemoryPolicy said = MemorySettings.policy(settings);
    return bench.settings.with(bench.settings.memory().withLimits(said.limits()));
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

  private JobFailure.BudgetTooSmall rejected(SeparationRequest song) {
    Answer answer = bench.ask(new QueueCommand.Submit(List.of(new Submission(song, null))));
    Answer.SongOutcome outcome = ((Answer.Submitted) answer).songs().getFirst();
    assertThat(outcome).isInstanceOf(Answer.SongOutcome.Rejected.class);
    return (JobFailure.BudgetTooSmall) ((Answer.SongOutcome.Rejected) outcome).why();
  }

  private SeparationRequest song(String name) {
    return song(name, EngineChoice.Flavour.PYTHON);
  }

  private SeparationRequest song(String name, EngineChoice.Flavour flavour) {
    return bench.request(name, new EngineChoice.Command(flavour, null, 1, null, null));
  }
}
