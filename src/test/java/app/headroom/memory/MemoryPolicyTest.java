package app.headroom.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import app.headroom.job.SegmentLength;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPolicyTest {

  private static final MemoryPolicy POLICY = MemoryPolicy.DEFAULT;

  @Test
  void defaultsAreThoseOfThePolicyPage() {
    assertThat(POLICY.tiers()).isEqualTo(new MemoryPolicy.Tiers(70, 85, 10, 5, 3, 3));
    assertThat(POLICY.segments().pressurePercent()).isEqualTo(75);
    assertThat(POLICY.segments().recoveryPercent()).isEqualTo(65);
    assertThat(POLICY.segments().recoverySegments()).isEqualTo(5);
    assertThat(POLICY.segments().ladder().rungs().stream().map(SegmentLength::seconds))
        .containsExactly(7.8, 5.85, 3.9, 2.6, 1.95, 1.3);
    assertThat(POLICY.limits().warningBytes()).isEqualTo(1_536_000_000L);
    assertThat(POLICY.limits().budgetBytes()).isEqualTo(2_048_000_000L);
    assertThat(POLICY.limits().killBytes()).isEqualTo(4_096_000_000L);
    assertThat(POLICY.limits().jobsAtOnce()).isEqualTo(3);
    assertThat(POLICY.limits().readBufferMinBytes()).isEqualTo(8192);
    assertThat(POLICY.limits().readBufferMaxBytes()).isEqualTo(1_048_576);
    assertThat(POLICY.limits().killsOnLowestRung()).isEqualTo(2);
    assertThat(POLICY.pauses().criticalWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(POLICY.pauses().unparkAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(POLICY.sampling().interval()).isEqualTo(Duration.ofMillis(250));
    assertThat(POLICY.sampling().reportSegments()).isEqualTo(5);
  }

  @Test
  void numbersOutOfRangeAreRefusedWithSettingAndRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryPolicy.Tiers(0, 85, 10, 5, 3, 3))
        .withMessage("tiers.highUsedPercent must be from 1 to 98, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryPolicy.Tiers(70, Double.NaN, 10, 5, 3, 3))
        .withMessage("tiers.criticalUsedPercent must be from 2 to 99, not NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POLICY.limits().withBudgetBytes(-1))
        .withMessage("limits.budgetBytes must be from 1000000 to 1000000000000, not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POLICY.limits().withJobsAtOnce(4))
        .withMessage("limits.jobsAtOnce must be from 1 to 3, not 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryPolicy.Sampling(Duration.ofMillis(5), Duration.ofSeconds(5), 5))
        .withMessage("sampling.interval must be from 0.02 s to 10 s, not 0.005 s");
  }

  @Test
  void numbersThatContradictEachOtherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryPolicy.Tiers(85, 85, 10, 5, 3, 3))
        .withMessage(
            "tiers.highUsedPercent must be less than tiers.criticalUsedPercent (85), not 85");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryPolicy.Segments(Ladder.DEFAULT, 65, 70, 5))
        .withMessageContaining("segments.recoveryPercent must be less than");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Ladder(List.of(SegmentLength.ofSeconds(1.3), SegmentLength.ofSeconds(7.8))))
        .withMessage(
            "segments.ladder must go from the longest to the shortest, but 7.8 s follows 1.3 s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ladder(List.of()))
        .withMessageContaining("segments.ladder must have from 1 to 12 lengths");
  }

  @Test
  void theReserveIsSmallOnSmallMachines() {
    assertThat(POLICY.limits().reserveOf(24_000_000_000L)).isEqualTo(512_000_000L);
    assertThat(POLICY.limits().reserveOf(1_200_000_000L)).isEqualTo(120_000_000L);
  }

  @Test
  void aBudgetAboveTheKillLimitMeansTheKillLimit() {
    assertThat(POLICY.limits().withKillBytes(1_000_000_000L).ofJob(CostKey.BUILT_IN).budgetBytes())
        .isEqualTo(1_000_000_000L);
  }

  @Test
  void theLadderIsClimbedRungByRungAndHalvedDownwards() {
    Ladder ladder = Ladder.DEFAULT;
    assertThat(seconds(ladder.halved(SegmentLength.ofSeconds(7.8)))).isEqualTo(3.9);
    assertThat(seconds(ladder.halved(SegmentLength.ofSeconds(5.85)))).isEqualTo(2.6);
    assertThat(seconds(ladder.halved(SegmentLength.ofSeconds(1.95)))).isEqualTo(1.3);
    assertThat(seconds(ladder.halved(SegmentLength.ofSeconds(1.3)))).isEqualTo(1.3);
    assertThat(seconds(ladder.halved(SegmentLength.ofSeconds(15)))).isEqualTo(5.85);
    assertThat(seconds(ladder.oneUp(SegmentLength.ofSeconds(1.3)))).isEqualTo(1.95);
    assertThat(seconds(ladder.oneUp(SegmentLength.ofSeconds(7.8)))).isEqualTo(7.8);
    assertThat(seconds(ladder.oneDown(SegmentLength.ofSeconds(10)))).isEqualTo(7.8);
    assertThat(seconds(ladder.oneDown(SegmentLength.ofSeconds(1.3)))).isEqualTo(1.3);
    assertThat(ladder.isLowest(SegmentLength.ofSeconds(1.3))).isTrue();
  }

  @Test
  void aSongStartsAtTheDefaultLengthAndACommandAtItsLongest() {
    assertThat(seconds(POLICY.segments().startOf(CostKey.BUILT_IN))).isEqualTo(5.85);
    assertThat(seconds(POLICY.segments().startOf(CostKey.PYTHON))).isEqualTo(62.4);
    assertThat(seconds(POLICY.segments().startOf(CostKey.NPM))).isEqualTo(31.2);
  }

  @Test
  void onAnotherLadderItStartsAtTheNextLongerRung() {
    assertThat(seconds(ladder(7.8, 3.9).start())).isEqualTo(7.8);
    assertThat(seconds(ladder(7.8, 6, 1.3).start())).isEqualTo(6);
    assertThat(seconds(ladder(10, 7.8, 1.3).start())).isEqualTo(7.8);
    assertThat(seconds(ladder(5, 2.6).start())).as("all are shorter").isEqualTo(5);
  }

  private static Ladder ladder(double... seconds) {
    return new Ladder(Arrays.stream(seconds).mapToObj(SegmentLength::ofSeconds).toList());
  }

  private static double seconds(SegmentLength length) {
    return length.seconds();
  }
}
