package app.headroom.memory;

import static app.headroom.memory.Samples.GB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTrackerTest {

  private static final MemoryPolicy.Tiers TIERS = MemoryPolicy.Tiers.DEFAULT;

  private final Samples samples = Samples.ofMachine(10 * GB);
  private TierTracker tracker = TierTracker.START;

  @ParameterizedTest
  @CsvSource({"0,NORMAL", "69.9,NORMAL", "70,HIGH", "84.9,HIGH", "85,CRITICAL", "100,CRITICAL"})
  void oneSampleEntersATier(double percent, Tier tier) {
    assertThat(look(percent)).isEqualTo(tier);
  }

  @Test
  void aTierIsLeftWhenThreeSamplesWereThreePointsBelow() {
    assertThat(look(85)).isEqualTo(Tier.CRITICAL);
    assertThat(tiers(82, 82, 82)).containsOnly(Tier.CRITICAL);
    assertThat(tiers(81.9, 81.9, 82.5)).containsOnly(Tier.CRITICAL);
    assertThat(tiers(81.9, 81.9, 81.9)).containsExactly(Tier.CRITICAL, Tier.CRITICAL, Tier.HIGH);
    assertThat(tiers(68, 68, 68)).containsOnly(Tier.HIGH);
    assertThat(tiers(66.9, 66.9, 66.9)).containsExactly(Tier.HIGH, Tier.HIGH, Tier.NORMAL);
  }

  @Test
  void aFallFromTheTopIsFollowedInThreeSamples() {
    look(95);
    assertThat(tiers(30, 30, 30)).containsExactly(Tier.CRITICAL, Tier.CRITICAL, Tier.NORMAL);
  }

  @Test
  void betweenTheTwoItStaysInTheLower() {
    look(95);
    assertThat(tiers(68, 68, 68, 68)).endsWith(Tier.HIGH, Tier.HIGH);
  }

  @Test
  void stallsAndTheSystemsSignalEnterATierToo() {
    samples.stall(10, 0);
    assertThat(look(20)).isEqualTo(Tier.HIGH);
    samples.stall(12, 5);
    assertThat(look(20)).isEqualTo(Tier.CRITICAL);
    samples.stall(9, 4);
    assertThat(tiers(20, 20, 20)).containsExactly(Tier.CRITICAL, Tier.CRITICAL, Tier.NORMAL);
    samples.signal(SystemSignal.LOW);
    assertThat(look(20)).isEqualTo(Tier.HIGH);
    samples.signal(SystemSignal.CRITICAL);
    assertThat(look(20)).isEqualTo(Tier.CRITICAL);
  }

  @Test
  void aFullGroupCountsOnAnEmptyMachineAndTheOtherWayRound() {
    samples.limit(new Capacity(GB, GB / 10));
    assertThat(look(10)).isEqualTo(Tier.CRITICAL);
    tracker = TierTracker.START;
    samples.limit(new Capacity(GB, GB));
    assertThat(look(90)).isEqualTo(Tier.CRITICAL);
  }

  @Test
  void causesAreInWords() {
    samples.biggest("chrome", 9_100_000_000L);
    assertThat(cause(Tier.CRITICAL, 87.4)).isEqualTo("memory at 87 % (chrome 9.1 GB)");
    samples.stall(31, 6);
    assertThat(cause(Tier.CRITICAL, 40))
        .isEqualTo("programs waited for memory 31 % of the last 10 s (chrome 9.1 GB)");
    samples.stall(0, 0).signal(SystemSignal.CRITICAL);
    assertThat(cause(Tier.CRITICAL, 40)).isEqualTo("the system is short of memory (chrome 9.1 GB)");
    samples.signal(SystemSignal.NONE).limit(new Capacity(GB, GB / 10));
    assertThat(cause(Tier.CRITICAL, 40)).startsWith("allowed memory at 90 %");
  }

  @Test
  void smallMovesAroundAnEntryDoNotFlicker() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      tracker = TierTracker.START;
      look(70);
      for (int i = 0; i < 100; i++) {
        assertThat(look(67.1 + random.nextDouble() * 17)).as("seed " + seed).isEqualTo(Tier.HIGH);
      }
    }
  }

  private String cause(Tier tier, double percent) {
    return TierTracker.cause(tier, samples.used(percent).next(), TIERS).text();
  }

  private Tier look(double percent) {
    tracker = tracker.next(samples.used(percent).next(), TIERS);
    return tracker.tier();
  }

  private List<Tier> tiers(double... percents) {
    List<Tier> tiers = new ArrayList<>();
    for (double percent : percents) {
      tiers.add(look(percent));
    }
    return tiers;
  }
}
