package app.headroom.memory;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import org.junit.jupiter.api.Test;

/** How the policy treats commands of the user's, of which it knows little. */
class CommandPolicyTest {

  private static final CostKey NPM = new CostKey(CostKey.NPM, "htdemucs", Precision.FP32);
  private static final CostKey PYTHON = new CostKey(CostKey.PYTHON, "htdemucs", Precision.FP32);
  private static final SegmentLength LONG = SegmentLength.ofSeconds(31.2);
  private static final SegmentLength SHORT = SegmentLength.ofSeconds(7.8);
  private static final long GB = 1_000_000_000;

  private MemoryPolicy policy = MemoryPolicy.DEFAULT;
  private CostModel costs = CostModel.shipped();

  @Test
  void beginsLongAndLearnsFromAKill() {
    assertThat(ask(NPM, 20 * GB)).isEqualTo(LONG);
    assertThat(KillRule.after(CostKey.NPM, LONG, 0, policy))
        .isEqualTo(new KillRule.After.TryAgain(SHORT, 0));
    learn(new Observation(NPM, LONG, 4_117_000_000L, 2));
    assertThat(ask(NPM, 20 * GB)).isEqualTo(SHORT);
    assertThat(costs.peakBytes(NPM, SHORT)).isLessThan(3_500_000_000L);
    // the other command is another matter
    assertThat(ask(PYTHON, 20 * GB)).isEqualTo(SegmentLength.ofSeconds(62.4));
    // and with a higher limit long pieces are tried again
    policy =
        policy.withLimits(policy.limits().withKillBytes(8 * GB).withCommandBudgetBytes(8 * GB));
    assertThat(ask(NPM, 20 * GB)).isEqualTo(LONG);
  }

  @Test
  void whatNobodyKnowsIsTriedOnlyWhereAllThatIsAllowedIsFree() {
    assertThat(ask(NPM, 4_500_000_000L)).isEqualTo(SHORT);
    learn(new Observation(NPM, LONG, 3_400_000_000L, 2));
    assertThat(ask(NPM, 4_500_000_000L)).isEqualTo(LONG);
  }

  @Test
  void belowItsLeastNeedItSaysSoBeforeItStarts() {
    policy = policy.withLimits(policy.limits().withKillBytes(3 * GB));
    Admission answer = admission(NPM, 20 * GB);
    assertThat(answer).isInstanceOf(Admission.Refuse.class);
    JobFailure failure = ((Admission.Refuse) answer).failure();
    assertThat(failure.what())
        .isEqualTo("the npm engine needs at least 3.6 GB of memory, and 3.0 GB are allowed");
    assertThat(failure.remedy()).contains("--kill-limit").contains("built-in engine");
    assertThat(ask(PYTHON, 20 * GB)).isNotNull();
  }

  @Test
  void whatWasLearnedAloneRefusesNoSong() {
    for (SegmentLength length : policy.segments().ladderOf(CostKey.PYTHON).rungs()) {
      learn(new Observation(PYTHON, length, 4_110_000_000L, 2));
    }
    assertThat(ask(PYTHON, 20 * GB)).isEqualTo(SHORT);
    assertThat(admission(PYTHON, 4 * GB)).isInstanceOf(Admission.Wait.class);
    learn(new Observation(PYTHON, SHORT, GB, 2));
    assertThat(costs.peakBytes(PYTHON, SHORT)).as("forgotten at once").isEqualTo(GB);
  }

  @Test
  void whatWasMeasuredToItsEndIsNotDoubted() {
    policy =
        policy.withLimits(policy.limits().withKillBytes(8 * GB).withCommandBudgetBytes(4 * GB));
    learn(new Observation(PYTHON, SHORT, 5 * GB, 2));
    assertThat(admission(PYTHON, 20 * GB)).isInstanceOf(Admission.Refuse.class);
  }

  @Test
  void whatCanNeverBeTriedHereHoldsUpNobody() {
    learn(new Observation(PYTHON, SHORT, 4_110_000_000L, 2));
    assertThat(admission(PYTHON, GB, 8 * GB)).isInstanceOf(Admission.Wait.class);
    Admission answer = admission(PYTHON, 4 * GB, 4 * GB);
    assertThat(answer).isInstanceOf(Admission.Refuse.class);
    assertThat(((Admission.Refuse) answer).failure().retryable()).isTrue();
  }

  @Test
  void theBudgetOfTheBuiltInEngineIsNotThatOfCommands() {
    policy = policy.withLimits(policy.limits().withBudgetBytes(GB));
    assertThat(ask(NPM, 20 * GB)).isEqualTo(LONG);
    policy = policy.withLimits(policy.limits().withCommandBudgetBytes(GB));
    assertThat(admission(NPM, 20 * GB)).isInstanceOf(Admission.Refuse.class);
  }

  @Test
  void whatAShortPieceTakesALongOneTakesToo() {
    learn(new Observation(PYTHON, SHORT, 2 * GB, 2));
    assertThat(costs.peakBytes(PYTHON, LONG)).isEqualTo(2 * GB);
    learn(new Observation(PYTHON, LONG, 3 * GB, 2));
    assertThat(costs.peakBytes(PYTHON, SHORT)).isEqualTo(2 * GB);
  }

  @Test
  void whatALongPieceTookAShortOneTakesAtMost() {
    learn(new Observation(PYTHON, SHORT, 4 * GB, 2, true));
    learn(new Observation(PYTHON, LONG, 3 * GB, 2));
    assertThat(costs.peakBytes(PYTHON, SHORT)).isEqualTo(3 * GB);
    learn(new Observation(PYTHON, LONG, 2 * GB, 2, true));
    assertThat(costs.peakBytes(PYTHON, LONG))
        .as("where it was ended it had not taken all")
        .isEqualTo(3 * GB);
  }

  private void learn(Observation seen) {
    costs.learn(seen, policy.costs()).forEach(cost -> costs = costs.with(cost));
  }

  private SegmentLength ask(CostKey key, long freeBytes) {
    Admission answer = admission(key, freeBytes);
    assertThat(answer).isInstanceOf(Admission.Admit.class);
    return ((Admission.Admit) answer).forecast().segment();
  }

  private Admission admission(CostKey key, long freeBytes) {
    return admission(key, freeBytes, 100 * GB);
  }

  private Admission admission(CostKey key, long freeBytes, long totalBytes) {
    Candidate candidate =
        new Candidate(
            JobId.random(),
            key,
            new SegmentChoice.Auto(),
            null,
            180.0,
            new Overlap.Share(0.25),
            2,
            4,
            1,
            policy.limits().ofJob(key.engine()));
    MemorySample sample =
        Samples.ofMachine(totalBytes).used(100 - 100.0 * freeBytes / totalBytes).next();
    return Admission.of(candidate, GovernorState.START, sample, costs, policy);
  }
}
