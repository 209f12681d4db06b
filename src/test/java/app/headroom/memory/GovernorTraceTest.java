package app.headroom.memory;

import static app.headroom.memory.Samples.GB;
import static app.headroom.memory.Samples.MB;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold whatever the other programs do: generated machines, each by its seed. */
class GovernorTraceTest {

  private static final MemoryPolicy POLICY = MemoryPolicy.DEFAULT;
  private static final double STORM_SECONDS = 240;

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  /** Other programs come and go for four minutes, then there is peace. */
  @ParameterizedTest
  @MethodSource("seeds")
  void afterAStormEverySongIsDone(long seed) {
    Random random = new Random(seed);
    long total = Math.round((1.2 + random.nextDouble() * random.nextDouble() * 30) * GB);
    SimulatedMachine machine =
        new SimulatedMachine(
            seed, total, (150 + random.nextInt(100)) * MB, policy(random), storm(random));
    int songs = 1 + random.nextInt(4);
    for (int i = 0; i < songs; i++) {
      machine.submit(20 + random.nextInt(100), 0.85 + random.nextDouble() * 0.2);
    }
    machine.runFor(STORM_SECONDS);
    machine.runUntilDone(1200);
    checkStairs(machine);
    checkLengths(machine);
  }

  /** Jobs that take up to twice their estimate. */
  @ParameterizedTest
  @MethodSource("seeds")
  void estimatesThatAreFarTooLowAreSurvived(long seed) {
    Random random = new Random(seed);
    MemoryPolicy tight =
        POLICY.withLimits(POLICY.limits().withBudgetBytes((320 + random.nextInt(800)) * MB));
    SimulatedMachine machine =
        new SimulatedMachine(seed, 16 * GB, 200 * MB, tight, _ -> 20 + random.nextDouble());
    machine.submit(120, 1.05 + random.nextDouble());
    machine.runUntilDone(1200);
    checkLengths(machine);
  }

  /** The same load all the time, with the unrest of a real machine. */
  @ParameterizedTest
  @MethodSource("seeds")
  void underSteadyLoadTheLengthDoesNotFlutter(long seed) {
    Random random = new Random(seed);
    // small machines, where one rung is a tenth of all
    long total = Math.round((0.5 + random.nextDouble() * random.nextDouble() * 3) * GB);
    double level = random.nextDouble() * 60;
    SimulatedMachine machine =
        new SimulatedMachine(
            seed, total, 80 * MB, POLICY, _ -> level + random.nextGaussian() * 0.3);
    machine.submit(300, 0.9 + random.nextDouble() * 0.15);
    machine.runFor(400);
    checkNoFlutter(machine);
    checkStairs(machine);
  }

  /** One job alone brings the machine to its limits at the lowest rung: it gets on all the same. */
  @ParameterizedTest
  @CsvSource({"530, 1.05", "530, 1.0", "560, 1.05", "600, 1.05", "700, 1.05"})
  void aTinyMachineIsSlowButGetsOn(long totalMegabytes, double truth) {
    SimulatedMachine machine =
        new SimulatedMachine(1, totalMegabytes * MB, 180 * MB, POLICY, _ -> 0);
    machine.submit(30, truth);
    machine.runUntilDone(400);
    checkStairs(machine);
  }

  /** The model alone, without any segment, makes the machine critical. */
  @Test
  void aJobWhoseModelIsTooMuchGetsOnSegmentBySegment() {
    // what is not ours grows as soon as the job has started
    SimulatedMachine machine =
        new SimulatedMachine(1, 1000 * MB, 180 * MB, POLICY, second -> second < 1 ? 30 : 56);
    machine.submit(20, 1.0);
    machine.runFor(1.5);
    assertThat(machine.running()).isEqualTo(1);
    machine.runUntilDone(400);
    checkStairs(machine);
    assertThat(machine.made)
        .anyMatch(made -> made.decision() instanceof Decision.Hold)
        .anyMatch(made -> made.decision() instanceof Decision.Resume);
  }

  /** A program takes all memory for a minute: stop, unload, park, and back by itself. */
  @Test
  void aSiegeParksTheJobsAndPeaceBringsThemBackOneByOne() {
    SimulatedMachine machine =
        new SimulatedMachine(
            1, 16 * GB, 200 * MB, POLICY, second -> second > 10 && second < 70 ? 90 : 20);
    machine.submit(120, 1);
    machine.submit(120, 1);
    machine.submit(120, 1);
    machine.runFor(60);
    assertThat(machine.running()).isZero();
    assertThat(machine.state().parked()).hasSize(3);
    machine.runFor(15);
    assertThat(machine.state().parked()).as("not before 10 s of peace").hasSize(3);
    machine.runUntilDone(400);
    List<Double> unparked =
        machine.made.stream()
            .filter(made -> made.decision() instanceof Decision.Unpark)
            .map(SimulatedMachine.Made::atSeconds)
            .toList();
    assertThat(unparked).hasSize(3);
    assertThat(unparked.get(0)).isGreaterThanOrEqualTo(80);
    assertThat(unparked.get(1) - unparked.get(0)).isGreaterThanOrEqualTo(9.99);
    checkStairs(machine);
  }

  private static MemoryPolicy policy(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> POLICY;
      case 1 -> POLICY.withLimits(POLICY.limits().withBudgetBytes(600 * MB));
      default -> POLICY.withLimits(POLICY.limits().withBudgetBytes(300 * MB).withJobsAtOnce(2));
    };
  }

  /** Levels that last from half a second to half a minute, then little. */
  private static DoubleUnaryOperator storm(Random random) {
    List<double[]> levels = new ArrayList<>();
    for (double from = 0; from < STORM_SECONDS; from += 0.5 + random.nextDouble() * 30) {
      levels.add(new double[] {from, random.nextDouble() * 95});
    }
    levels.add(new double[] {STORM_SECONDS, random.nextDouble() * 20});
    return second ->
        levels.reversed().stream()
            .filter(level -> level[0] <= second)
            .mapToDouble(level -> level[1])
            .findFirst()
            .orElse(0);
  }

  /** Only rungs of the ladder, and never above the first one of an attempt. */
  private static void checkLengths(SimulatedMachine machine) {
    assertThat(machine.done)
        .allMatch(done -> POLICY.segments().ladder().rungs().contains(done.length()))
        .allMatch(done -> done.length().compareTo(done.start()) <= 0);
  }

  /** Stop, a second, unload, a second, park; and nothing twice. */
  private static void checkStairs(SimulatedMachine machine) {
    List<JobId> jobs =
        machine.made.stream()
            .map(SimulatedMachine.Made::decision)
            .filter(Decision.OfJob.class::isInstance)
            .map(decision -> ((Decision.OfJob) decision).job())
            .distinct()
            .toList();
    for (JobId job : jobs) {
      int step = 0;
      double since = 0;
      for (SimulatedMachine.Made made : machine.made) {
        if (!(made.decision() instanceof Decision.OfJob ofJob) || !ofJob.job().equals(job)) {
          continue;
        }
        int before = step;
        step =
            switch (ofJob) {
              case Decision.Hold _ -> expect(step, 0, 1);
              case Decision.Unload _ -> expect(step, 1, 2);
              case Decision.Park _ -> expect(step, 2, 3);
              case Decision.Unpark _ -> expect(step, 3, 0);
              case Decision.Resume _ -> {
                assertThat(step).as("resumed from").isIn(1, 2);
                yield 0;
              }
              case Decision.SetSegment _, Decision.Warn _, Decision.Kill _, Decision.Report _ ->
                  step;
            };
        if (step > before && before > 0) {
          assertThat(made.atSeconds() - since).isGreaterThanOrEqualTo(0.99);
        }
        since = step == before ? since : made.atSeconds();
      }
    }
  }

  private static int expect(int step, int expected, int next) {
    assertThat(step).isEqualTo(expected);
    return next;
  }

  /**
   * While the job settles to the load it goes downwards only, and no two changes after that are
   * less than five segments apart.
   */
  private static void checkNoFlutter(SimulatedMachine machine) {
    List<Decision.SetSegment> changes = new ArrayList<>();
    List<Long> segmentsBefore = new ArrayList<>();
    for (SimulatedMachine.Made made : machine.made) {
      if (made.decision() instanceof Decision.SetSegment set) {
        changes.add(set);
        segmentsBefore.add(
            machine.done.stream().filter(done -> done.atSeconds() <= made.atSeconds()).count());
      }
    }
    boolean settled = false;
    for (int i = 1; i < changes.size(); i++) {
      boolean down = isDown(changes.get(i));
      settled |= !down || !isDown(changes.get(i - 1));
      if (settled) {
        assertThat(segmentsBefore.get(i) - segmentsBefore.get(i - 1))
            .as("segments between " + changes.get(i - 1).text() + " and " + changes.get(i).text())
            .isGreaterThanOrEqualTo(5);
      }
    }
  }

  private static boolean isDown(Decision.SetSegment set) {
    SegmentLength from = set.from();
    return set.to().compareTo(from) < 0;
  }
}
