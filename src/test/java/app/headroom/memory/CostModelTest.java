package app.headroom.memory;

import static app.headroom.memory.Samples.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.JobId;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostModelTest {

  private static final CostKey KEY = new CostKey(CostKey.BUILT_IN, "htdemucs", Precision.INT8);
  private static final CostKey FP32 = new CostKey(CostKey.BUILT_IN, "htdemucs", Precision.FP32);
  private static final MemoryPolicy.Costs POLICY = MemoryPolicy.Costs.DEFAULT;
  private static final SegmentLength LONG = SegmentLength.ofSeconds(7.8);
  private static final SegmentLength SHORT = SegmentLength.SHORTEST;

  private CostModel model = CostModel.shipped();

  @Test
  void shippedMemoryGrowsWithTheSegmentAndWithPrecision() {
    for (CostKey key : List.of(KEY, FP32)) {
      List<Long> peaks =
          Ladder.DEFAULT.rungs().reversed().stream()
              .map(rung -> model.peakBytes(key, rung))
              .toList();
      assertThat(peaks).isSorted().doesNotHaveDuplicates();
    }
    Ladder.DEFAULT
        .rungs()
        .forEach(
            rung -> assertThat(model.peakBytes(KEY, rung)).isLessThan(model.peakBytes(FP32, rung)));
  }

  @Test
  void theSmallerNetworkOfSixStemsTakesLessThanTheOneOfFourAndOnePassOfTheBagLessTime() {
    CostKey six = new CostKey(CostKey.BUILT_IN, "htdemucs_6s", Precision.FP32);
    CostKey bag = new CostKey(CostKey.BUILT_IN, "htdemucs_ft", Precision.FP32);
    CostKey own = new CostKey(CostKey.BUILT_IN, "mine", Precision.FP32);
    for (SegmentLength rung : Ladder.DEFAULT.rungs()) {
      assertThat(model.peakBytes(six, rung))
          .isBetween(model.peakBytes(FP32, rung) - 57 * MB, model.peakBytes(FP32, rung) - 42 * MB);
      assertThat(model.seconds(bag, rung, 2)).isLessThan(model.seconds(FP32, rung, 2));
      assertThat(model.peakBytes(own, rung)).isEqualTo(model.peakBytes(FP32, rung));
    }
    assertThat(model.peakBytes(six, SHORT)).isEqualTo(model.peakBytes(FP32, SHORT) - 57 * MB);
    assertThat(model.peakBytes(six, LONG)).isEqualTo(model.peakBytes(FP32, LONG) - 42 * MB);
  }

  @Test
  void betweenTheRungsItIsInterpolatedAndBeyondItGoesOn() {
    long low = model.peakBytes(KEY, SegmentLength.ofSeconds(2.6));
    long high = model.peakBytes(KEY, SegmentLength.ofSeconds(3.9));
    assertThat(model.peakBytes(KEY, SegmentLength.ofSeconds(3.25)))
        .isCloseTo((low + high) / 2, within(MB));
    assertThat(model.peakBytes(KEY, SegmentLength.ofSeconds(15)))
        .isGreaterThan(model.peakBytes(KEY, LONG) + 100 * MB);
  }

  @Test
  void theHighestPeakWinsAndIsForgottenSlowly() {
    learn(LONG, 700, 1);
    assertThat(model.peakBytes(KEY, LONG)).isEqualTo(700 * MB);
    learn(LONG, 800, 1);
    assertThat(model.peakBytes(KEY, LONG)).isEqualTo(800 * MB);
    learn(LONG, 700, 1);
    assertThat(model.peakBytes(KEY, LONG)).isEqualTo(790 * MB);
    for (int i = 0; i < 50; i++) {
      learn(LONG, 700, 1);
    }
    assertThat(model.peakBytes(KEY, LONG)).isCloseTo(700 * MB, within(MB));
  }

  @Test
  void timeFollowsByAnExponentialMean() {
    learn(LONG, 500, 2.0);
    learn(LONG, 500, 1.0);
    assertThat(model.seconds(KEY, LONG, 1)).isCloseTo(1.5, within(1e-9));
    assertThat(model.seconds(KEY, LONG, 4)).isCloseTo(0.375, within(1e-9));
  }

  @Test
  void aBusyMachineTeachesLittleAndIsForgottenSoon() {
    learn(LONG, 500, 1.0);
    for (int song = 0; song < 3; song++) {
      learn(LONG, 500, 2.5);
    }
    assertThat(model.seconds(KEY, LONG, 1)).isLessThan(1.5);
    double shortBefore = model.seconds(KEY, SHORT, 1);
    learn(SHORT, 300, shortBefore * 3);
    assertThat(model.seconds(KEY, SHORT, 1))
        .as("a length that is new here, too")
        .isCloseTo(shortBefore * 1.2, within(1e-9));
    learn(LONG, 500, 1.0);
    assertThat(model.seconds(KEY, LONG, 1)).isLessThan(1.25);
  }

  @Test
  void aMachineThatIsSlowerThanTheShippedOneIsBelievedAtOnce() {
    double slow = model.seconds(KEY, LONG, 1) * 4;
    learn(LONG, 500, slow);
    assertThat(model.seconds(KEY, LONG, 1)).isCloseTo(slow, within(1e-9));
  }

  @Test
  void aLittleMoreThanKnownIsPlausibleAndALeakIsNot() {
    long known = model.peakBytes(KEY, LONG);
    assertThat(model.plausible(KEY, LONG, known - 1)).isFalse();
    assertThat(model.plausible(KEY, LONG, known + 50 * MB)).isTrue();
    assertThat(model.plausible(KEY, LONG, known * 2 + 1)).isFalse();
  }

  @Test
  void rungsThatNoJobHadYetAreCorrectedByThoseThatOneHad() {
    long before = model.peakBytes(KEY, SHORT);
    double secondsBefore = model.seconds(KEY, SHORT, 2);
    long more = 60 * MB;
    learn(LONG, (model.peakBytes(KEY, LONG) + more) / MB, model.seconds(KEY, LONG, 1) * 3);
    assertThat(model.peakBytes(KEY, SHORT)).isEqualTo(before + more);
    assertThat(model.seconds(KEY, SHORT, 2)).isCloseTo(secondsBefore * 3, within(1e-9));
    assertThat(model.peakBytes(FP32, SHORT)).isEqualTo(CostModel.shipped().peakBytes(FP32, SHORT));
  }

  @Test
  void aJobThatTookLessDoesNotLowerOtherRungs() {
    long before = model.peakBytes(KEY, SHORT);
    learn(LONG, 300, 0.6);
    assertThat(model.peakBytes(KEY, SHORT)).isEqualTo(before);
  }

  @Test
  void whatWasLearnedIsReadBack() {
    learn(LONG, 700, 1.5);
    LearnedCost kept = new LearnedCost(KEY, LONG, new Cost(700 * MB, 1.5));
    assertThat(CostModel.of(List.of(kept)).peakBytes(KEY, LONG)).isEqualTo(700 * MB);
    LearnedCost noRung =
        new LearnedCost(KEY, SegmentLength.ofSeconds(10), new Cost(9000 * MB, 1.5));
    assertThat(CostModel.of(List.of(noRung)).peakBytes(KEY, LONG))
        .isEqualTo(CostModel.shipped().peakBytes(KEY, LONG));
  }

  @Test
  void lengthsOfTheUsersOwnTeachNothing() {
    assertThat(model.learn(new Observation(KEY, SegmentLength.ofSeconds(10), 900 * MB, 1), POLICY))
        .isEmpty();
  }

  @Test
  void aForecastTellsMemoryTimeAndDisk() {
    Candidate song =
        new Candidate(
            JobId.random(),
            KEY,
            new SegmentChoice.Auto(),
            null,
            180.0,
            new Overlap.Share(0.25),
            2,
            4,
            1,
            MemoryPolicy.DEFAULT.limits().ofJob(CostKey.BUILT_IN));
    Forecast forecast = Forecast.of(song, LONG, model);
    assertThat(forecast.memoryBytes()).isEqualTo(model.peakBytes(KEY, LONG));
    assertThat(forecast.time()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(80));
    assertThat(forecast.spoolBytes()).isEqualTo(180L * 44_100 * 2 * 4 * 5);
  }

  @Test
  void peaksAreTakenTogether() {
    Map<SegmentLength, Long> peaks = model.peaks(KEY, Ladder.DEFAULT.from(LONG));
    assertThat(peaks).hasSize(6).containsEntry(LONG, model.peakBytes(KEY, LONG));
  }

  private void learn(SegmentLength length, long megabytes, double threadSeconds) {
    LearnedCost cost =
        model.learn(new Observation(KEY, length, megabytes * MB, threadSeconds), POLICY).getFirst();
    model = model.with(cost);
  }
}
