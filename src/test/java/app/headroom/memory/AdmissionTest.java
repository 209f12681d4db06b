package app.headroom.memory;

import static app.headroom.memory.Samples.GB;
import static app.headroom.memory.Samples.MB;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final CostKey KEY = new CostKey(CostKey.BUILT_IN, "htdemucs", Precision.FP32);
  private static final SegmentLength S78 = SegmentLength.ofSeconds(7.8);

  private final CostModel costs = CostModel.shipped();
  private final Samples samples = Samples.ofMachine(8 * GB).used(40);
  private MemoryPolicy policy = MemoryPolicy.DEFAULT;
  private GovernorState state = GovernorState.START;

  @Test
  void onAnIdleMachineAJobGetsTheUsualLengthAndTheLongestForTheAsking() {
    Admission.Admit admitted = admitted(ask(new SegmentChoice.Auto(), null));
    assertThat(admitted.forecast().segment()).isEqualTo(SegmentLength.ofSeconds(5.85));
    assertThat(admitted.freeBytes()).isEqualTo(4800 * MB - 512 * MB);
    assertThat(admitted(ask(new SegmentChoice.Fixed(S78), null)).forecast().segment())
        .isEqualTo(S78);
  }

  @Test
  void aBudgetGivesTheLongestRungThatFitsItWithItsMargin() {
    for (SegmentChoice choice : List.of(new SegmentChoice.Auto(), new SegmentChoice.Fixed(S78))) {
      SegmentLength start =
          choice instanceof SegmentChoice.Fixed(SegmentLength chosen)
              ? chosen
              : Ladder.DEFAULT.start();
      for (SegmentLength rung : Ladder.DEFAULT.from(start).toList()) {
        long needed = policy.limits().withMargin(costs.peakBytes(KEY, rung));
        budget(needed);
        assertThat(admitted(ask(choice, null)).forecast().segment()).isEqualTo(rung);
      }
    }
  }

  @Test
  void belowTheLeastBudgetItIsRefusedAndTheLeastSuffices() {
    budget(100 * MB);
    Admission.Refuse refused = (Admission.Refuse) ask(new SegmentChoice.Auto(), null);
    assertThat(refused.failure().budgetBytes()).isEqualTo(100 * MB);
    long least = refused.failure().leastBytes();
    assertThat(least % MB).isZero();
    budget(least);
    assertThat(admitted(ask(new SegmentChoice.Auto(), null)).forecast().segment())
        .isEqualTo(SegmentLength.SHORTEST);
    budget(least - 2 * MB);
    assertThat(ask(new SegmentChoice.Auto(), null)).isInstanceOf(Admission.Refuse.class);
  }

  @Test
  void theUsersLengthIsKeptWhereItFitsAndElseTheNextBelow() {
    SegmentChoice ten = new SegmentChoice.Fixed(SegmentLength.ofSeconds(10));
    assertThat(admitted(ask(ten, null)).forecast().segment().seconds()).isEqualTo(10);
    budget(policy.limits().withMargin(costs.peakBytes(KEY, S78)));
    assertThat(admitted(ask(ten, null)).forecast().segment()).isEqualTo(S78);
  }

  @Test
  void afterAKillItStartsAtMostWhereItWasToldTo() {
    SegmentLength two = SegmentLength.ofSeconds(2.6);
    assertThat(admitted(ask(new SegmentChoice.Auto(), two)).forecast().segment()).isEqualTo(two);
  }

  @Test
  void noMoreThanThreeAtOnce() {
    for (int i = 0; i < 3; i++) {
      start(600 * MB, 600 * MB);
    }
    assertThat(waits(ask(new SegmentChoice.Auto(), null))).isEqualTo("3 songs are being separated");
  }

  @Test
  void whatTheOthersWillStillTakeIsNotFree() {
    samples.used(60);
    JobId young = start(1600 * MB, 100 * MB);
    // 3200 free, 512 in reserve, 1500 still to be taken by the other
    assertThat(admitted(ask(new SegmentChoice.Auto(), null)).freeBytes()).isEqualTo(1188 * MB);
    samples.job(young, 1600 * MB);
    assertThat(admitted(ask(new SegmentChoice.Auto(), null)).freeBytes()).isEqualTo(2688 * MB);
  }

  @Test
  void inHighOnlyWhatKeepsBelowCritical() {
    enter(71);
    // 14 % of 8 GB until CRITICAL
    assertThat(admitted(ask(new SegmentChoice.Auto(), null)).freeBytes()).isEqualTo(1120 * MB);
    enter(81);
    assertThat(waits(ask(new SegmentChoice.Auto(), null)))
        .isEqualTo("needs 394 MB, 320 MB free: memory at 81 %");
  }

  @Test
  void inCriticalNone() {
    samples.biggest("chrome", 9_100 * MB);
    enter(90);
    assertThat(waits(ask(new SegmentChoice.Auto(), null)))
        .isEqualTo("memory at 90 % (chrome 9.1 GB)");
  }

  @Test
  void pausedSongsGoOnFirst() {
    start(600 * MB, 600 * MB);
    enter(90);
    for (int i = 0; i < 3; i++) {
      enter(30);
      state =
          new GovernorState(
              TierTracker.START,
              state.latest(),
              state.notCriticalSince(),
              state.lastResumed(),
              state.jobs().stream().map(job -> job.with(new Pause.Holding())).toList(),
              state.parked());
    }
    assertThat(waits(ask(new SegmentChoice.Auto(), null)))
        .isEqualTo("a song that memory has paused goes on first");
  }

  @Test
  void theLimitOfAControlGroupCounts() {
    samples.limit(new Capacity(1200 * MB, 900 * MB));
    assertThat(admitted(ask(new SegmentChoice.Auto(), null)).freeBytes()).isEqualTo(780 * MB);
  }

  /** Whatever the machine: what is admitted fits the budget and what is free beside the others. */
  @Test
  void whatIsAdmittedFits() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      state = GovernorState.START;
      budget((100 + random.nextInt(2000)) * MB);
      enter(random.nextDouble() * 100);
      for (int i = random.nextInt(4); i > 0; i--) {
        start(random.nextInt(1500) * MB, random.nextInt(1500) * MB);
      }
      MemorySample sample = samples.next();
      switch (ask(new SegmentChoice.Auto(), null, sample)) {
        case Admission.Admit admitted -> {
          long needed = policy.limits().withMargin(admitted.forecast().memoryBytes());
          assertThat(needed)
              .as("seed " + seed)
              .isLessThanOrEqualTo(policy.limits().budgetBytes())
              .isLessThanOrEqualTo(sample.availableBytes());
          assertThat(state.tier()).isNotEqualTo(Tier.CRITICAL);
          assertThat(state.jobs()).hasSizeLessThan(3);
        }
        case Admission.Wait waits -> assertThat(waits.reason()).isNotBlank();
        case Admission.Refuse refused ->
            assertThat(refused.failure().leastBytes())
                .as("seed " + seed)
                .isGreaterThan(policy.limits().budgetBytes());
      }
    }
  }

  private JobId start(long expectedBytes, long rssBytes) {
    JobId id = JobId.random();
    samples.job(id, rssBytes);
    state =
        Governor.step(
                state,
                new GovernorInput.Started(
                    id,
                    CostKey.BUILT_IN,
                    S78,
                    policy.limits().ofJob(CostKey.BUILT_IN),
                    Map.of(S78, expectedBytes),
                    samples.now()),
                policy)
            .state();
    return id;
  }

  private void enter(double percent) {
    state =
        Governor.step(state, new GovernorInput.Sampled(samples.used(percent).next()), policy)
            .state();
  }

  private void budget(long bytes) {
    policy = policy.withLimits(policy.limits().withBudgetBytes(bytes));
  }

  private Admission ask(SegmentChoice choice, @Nullable SegmentLength atMost) {
    return ask(choice, atMost, samples.next());
  }

  private Admission ask(SegmentChoice choice, @Nullable SegmentLength atMost, MemorySample sample) {
    Candidate candidate =
        new Candidate(
            JobId.random(),
            KEY,
            choice,
            atMost,
            180.0,
            new Overlap.Share(0.25),
            2,
            4,
            1,
            policy.limits().ofJob(CostKey.BUILT_IN));
    return Admission.of(candidate, state, sample, costs, policy);
  }

  private static Admission.Admit admitted(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Admit.class);
    return (Admission.Admit) admission;
  }

  private static String waits(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Wait.class);
    return ((Admission.Wait) admission).reason();
  }
}
