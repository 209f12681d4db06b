package app.headroom.memory;

import static app.headroom.memory.Samples.GB;
import static app.headroom.memory.Samples.MB;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GovernorTest {

  private static final SegmentLength S78 = SegmentLength.ofSeconds(7.8);
  private static final SegmentLength S585 = SegmentLength.ofSeconds(5.85);
  private static final SegmentLength S39 = SegmentLength.ofSeconds(3.9);
  private static final SegmentLength S195 = SegmentLength.ofSeconds(1.95);
  private static final SegmentLength S13 = SegmentLength.SHORTEST;
  private static final Map<SegmentLength, Long> ESTIMATES =
      Map.of(
          S78,
          2000 * MB,
          S585,
          1600 * MB,
          S39,
          1000 * MB,
          SegmentLength.ofSeconds(2.6),
          800 * MB,
          S195,
          700 * MB,
          S13,
          600 * MB);

  private final JobId job = JobId.random();
  private final JobId other = JobId.random();
  private final Samples samples = Samples.ofMachine(4 * GB).biggest("chrome", 2 * GB);
  private MemoryPolicy policy = MemoryPolicy.DEFAULT;
  private GovernorState state = GovernorState.START;

  @Test
  void aCalmMachineNeedsNoDecision() {
    start(job, S78);
    assertThat(look(40)).isEmpty();
    assertThat(finish(job, S78)).isEmpty();
  }

  @Test
  void highIsEnteredWithACleanUpOfAllAndNothingElse() {
    start(job, S78);
    start(other, S78);
    assertThat(look(71))
        .containsExactly(
            "memory is HIGH, was NORMAL: memory at 71 % (chrome 2.0 GB)",
            "cleaning up: memory at 71 % (chrome 2.0 GB)");
    assertThat(look(74)).isEmpty();
    Decision.CleanUp cleanUp =
        (Decision.CleanUp) step(GovernorState.START, 71).decisions().getLast();
    assertThat(cleanUp.application()).isTrue();
    assertThat(cleanUp.jobs()).isEmpty();
  }

  @Test
  void pressureHalvesTheNextSegmentOncePerSegment() {
    start(job, S78);
    assertThat(look(76))
        .endsWith("segments of 3.9 s instead of 7.8 s: memory at 76 % (chrome 2.0 GB)");
    assertThat(look(76)).isEmpty();
    // the worker was already at another long one
    finish(job, S78);
    finish(job, S78);
    assertThat(look(76)).isEmpty();
    finish(job, S39);
    assertThat(look(76)).hasSize(1).allMatch(text -> text.startsWith("segments of 1.95 s"));
    finish(job, S195);
    assertThat(look(76)).hasSize(1).allMatch(text -> text.startsWith("segments of 1.3 s"));
    finish(job, S13);
    assertThat(look(76)).isEmpty();
  }

  @Test
  void fiveCalmSegmentsInARowBringOneRungButNeverMoreThanTheStart() {
    start(job, S39);
    look(76);
    finish(job, S39);
    finish(job, S195);
    for (int round = 0; round < 2; round++) {
      SegmentLength length = state.job(job).orElseThrow().segment();
      for (int i = 0; i < 4; i++) {
        look(40);
        assertThat(changes(finish(job, length))).isEmpty();
      }
      look(66);
      assertThat(changes(finish(job, length))).as("not in a row").isEmpty();
      for (int i = 0; i < 4; i++) {
        look(40);
        assertThat(changes(finish(job, length))).isEmpty();
      }
      look(40);
      assertThat(changes(finish(job, length))).hasSize(1);
    }
    assertThat(state.job(job).orElseThrow().segment()).isEqualTo(S39);
    for (int i = 0; i < 20; i++) {
      look(10);
      assertThat(changes(finish(job, S39))).isEmpty();
    }
  }

  @Test
  void theLengthDoesNotRiseWhereItWouldBringThePressureBack() {
    start(job, S78);
    look(76);
    finish(job, S78);
    // at 3.9 s it is calm, but 5.85 s take 600 MB more, 15 % of the machine
    for (int i = 0; i < 50; i++) {
      look(61);
      assertThat(changes(finish(job, S39))).isEmpty();
    }
    for (int i = 0; i < 5; i++) {
      look(59);
      finish(job, S39);
    }
    assertThat(state.job(job).orElseThrow().segment()).isEqualTo(S585);
  }

  @Test
  void nearItsBudgetAJobGoesDownAndStaysBelow() {
    policy = policy.withLimits(policy.limits().withBudgetBytes(2000 * MB));
    start(job, S78);
    samples.job(job, 1900 * MB);
    assertThat(look(50)).noneMatch(text -> text.startsWith("segments"));
    samples.job(job, 1901 * MB);
    assertThat(look(50))
        .contains("segments of 5.85 s instead of 7.8 s: the job uses 1.9 GB of 2.0 GB");
    finish(job, S78);
    samples.job(job, 1500 * MB);
    for (int i = 0; i < 50; i++) {
      look(20);
      assertThat(changes(finish(job, S585))).isEmpty();
    }
  }

  @Test
  void aJobThatTakesMuchMoreThanItsEstimatesGoesDownAsFarAsItMust() {
    policy = policy.withLimits(policy.limits().withBudgetBytes(1000 * MB));
    start(job, S195);
    samples.job(job, 951 * MB);
    look(30);
    // while the segment still grew
    samples.job(job, 1050 * MB);
    look(30);
    finish(job, S195);
    assertThat(state.job(job).orElseThrow().segment()).isEqualTo(S13);
  }

  @Test
  void aTighterBudgetCountsFromTheNextSegmentAndAWiderOneLetsItRiseAgain() {
    start(job, S78);
    assertThat(
            feed(
                new GovernorInput.LimitsChanged(
                    job, new JobLimits(1100 * MB, 4 * GB), samples.now())))
        .containsExactly(
            "segments of 3.9 s instead of 7.8 s: it would take 2.0 GB of a budget of 1.1 GB");
    assertThat(
            feed(
                new GovernorInput.LimitsChanged(job, new JobLimits(2 * GB, 4 * GB), samples.now())))
        .isEmpty();
    finish(job, S39);
    for (int i = 0; i < 5; i++) {
      look(20);
      finish(job, S39);
    }
    assertThat(state.job(job).orElseThrow().segment()).isEqualTo(S585);
  }

  @Test
  void theWarningComesOnce() {
    start(job, S78);
    samples.job(job, 1536 * MB);
    assertThat(look(40)).containsExactly("the job uses 1.5 GB of 1.5 GB, the warning limit");
    assertThat(look(40)).isEmpty();
  }

  @Test
  void criticalIsAnsweredStepByStep() {
    start(job, S13);
    assertThat(look(90)).endsWith("paused: memory at 90 % (chrome 2.0 GB)");
    samples.after(60_000);
    assertThat(look(90)).as("until the worker is at a boundary").isEmpty();
    held(job);
    assertThat(look(90)).isEmpty();
    samples.after(500);
    assertThat(look(90)).as("before a second").isEmpty();
    samples.after(250);
    assertThat(look(90)).containsExactly("model unloaded: memory at 90 % (chrome 2.0 GB)");
    unloaded(job);
    assertThat(look(90)).isEmpty();
    samples.after(1000);
    assertThat(look(90))
        .containsExactly("parked, resumes by itself: memory at 90 % (chrome 2.0 GB)");
    assertThat(look(90)).isEmpty();
    ended(job, true);
    samples.after(600_000);
    assertThat(look(90)).isEmpty();
    assertThat(look(50)).isEmpty();
    look(50);
    assertThat(look(50)).hasSize(1).allMatch(text -> text.startsWith("memory is NORMAL"));
    samples.after(9000);
    assertThat(look(50)).isEmpty();
    samples.after(750);
    assertThat(look(50)).containsExactly("may start again: memory at 50 % (chrome 2.0 GB)");
    assertThat(state.parked()).isEmpty();
  }

  @Test
  void whenItIsOverAJobGoesOnFromWhereverItWas() {
    start(job, S13);
    look(90);
    held(job);
    assertThat(calm()).endsWith("going on: memory at 40 % (chrome 2.0 GB)");
    assertThat(state.job(job).orElseThrow().paused()).isFalse();
  }

  @Test
  void aWordToGoOnFollowsAWordToStopThatWasNotYetObeyed() {
    start(job, S13);
    look(90);
    assertThat(calm()).endsWith("going on: memory at 40 % (chrome 2.0 GB)");
    // it had stopped, and its news crossed with the word
    held(job);
    samples.after(5000);
    assertThat(look(40)).isEmpty();
  }

  @Test
  void pausedJobsGoOnOneAfterTheOther() {
    start(job, S13);
    start(other, S13);
    look(90);
    held(job);
    held(other);
    assertThat(calm()).filteredOn(text -> text.startsWith("going on")).hasSize(1);
    assertThat(look(40)).isEmpty();
    samples.after(750);
    assertThat(look(40)).hasSize(1);
    assertThat(state.jobs()).noneMatch(GovernedJob::paused);
  }

  @Test
  void aJobThatWasResumedFinishesASegmentBeforeItIsStoppedAgain() {
    start(job, S13);
    look(90);
    held(job);
    calm();
    assertThat(look(90)).noneMatch(text -> text.startsWith("paused"));
    finish(job, S13);
    assertThat(look(90)).hasSize(1).allMatch(text -> text.startsWith("paused"));
  }

  @Test
  void aClockThatWasSetBackMakesNoPauseLast() {
    start(job, S13);
    look(90);
    held(job);
    samples.after(-3_600_000);
    assertThat(look(90)).hasSize(1).allMatch(text -> text.startsWith("model unloaded"));
  }

  @Test
  void aJobThatIsPausedOrCancelledWhileParkedIsForgotten() {
    feed(new GovernorInput.FoundParked(job, samples.now()));
    look(40);
    feed(new GovernorInput.Forgotten(job, samples.now()));
    samples.after(60_000);
    assertThat(look(40)).isEmpty();
  }

  @Test
  void jobsFoundParkedAtTheStartAreAdmittedAfterTheSameTime() {
    feed(new GovernorInput.FoundParked(job, samples.now()));
    assertThat(look(40)).isEmpty();
    samples.after(10_000);
    assertThat(look(40)).hasSize(1);
  }

  @Test
  void newsOfJobsThatAreGoneChangesNothing() {
    start(job, S13);
    ended(job, false);
    assertThat(finish(job, S13)).isEmpty();
    held(job);
    unloaded(job);
    assertThat(state.jobs()).isEmpty();
    assertThat(state.parked()).isEmpty();
  }

  @Test
  void aLineAboutMemoryComesEveryFiveSegments() {
    start(job, S13);
    samples.job(job, 300 * MB);
    look(40);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      texts.addAll(finish(job, S13));
    }
    assertThat(texts)
        .containsExactly(
            "5 segments, the job uses 300 MB, memory at 40 % (chrome 2.0 GB)",
            "10 segments, the job uses 300 MB, memory at 40 % (chrome 2.0 GB)");
  }

  @Test
  void thePeakOfEachLengthIsKeptForTheCostModel() {
    start(job, S78);
    samples.job(job, 500 * MB);
    look(30);
    samples.job(job, 400 * MB);
    look(30);
    finish(job, S78);
    look(30);
    finish(job, S39);
    assertThat(state.job(job).orElseThrow().peaks())
        .isEqualTo(Map.of(S78, 500 * MB, S39, 400 * MB));
  }

  private void start(JobId id, SegmentLength length) {
    feed(
        new GovernorInput.Started(
            id,
            CostKey.BUILT_IN,
            length,
            policy.limits().ofJob(CostKey.BUILT_IN),
            ESTIMATES,
            samples.now()));
  }

  private List<String> finish(JobId id, SegmentLength length) {
    return feed(new GovernorInput.SegmentFinished(id, length, samples.now()));
  }

  private void held(JobId id) {
    feed(new GovernorInput.Held(id, samples.now()));
  }

  private void unloaded(JobId id) {
    feed(new GovernorInput.Unloaded(id, samples.now()));
  }

  private void ended(JobId id, boolean parked) {
    feed(new GovernorInput.Ended(id, parked, samples.now()));
  }

  /** Three samples, after which every tier is left. */
  private List<String> calm() {
    look(40);
    look(40);
    return look(40);
  }

  private static List<String> changes(List<String> texts) {
    return texts.stream().filter(text -> text.startsWith("segments of")).toList();
  }

  private List<String> look(double percent) {
    return feed(new GovernorInput.Sampled(samples.used(percent).next()));
  }

  private Governor.Step step(GovernorState from, double percent) {
    return Governor.step(from, new GovernorInput.Sampled(samples.used(percent).next()), policy);
  }

  private List<String> feed(GovernorInput input) {
    Governor.Step step = Governor.step(state, input, policy);
    state = step.state();
    return step.decisions().stream().map(Decision::text).toList();
  }
}
