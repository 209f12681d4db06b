package app.headroom.memory;

import app.headroom.job.SegmentLength;
import java.time.Duration;

/**
 * Every number of the memory policy, each a setting. The defaults are {@link #DEFAULT}; a number
 * out of its range is refused by the constructor with a message that names the setting and the
 * range. Names of settings are the paths of the components: {@code tiers.highUsedPercent}.
 *
 * <p>Amounts are in bytes and in decimal units: the default budget of 2048 MB is 2,048,000,000.
 */
public record MemoryPolicy(
    Tiers tiers, Segments segments, Limits limits, Pauses pauses, Sampling sampling, Costs costs) {

  /** One megabyte, as settings and messages count them. */
  public static final long MEGABYTE = 1_000_000;

  private static final long MOST_BYTES = 1_000_000 * MEGABYTE;

  public static final MemoryPolicy DEFAULT =
      new MemoryPolicy(
          Tiers.DEFAULT,
          Segments.DEFAULT,
          Limits.DEFAULT,
          Pauses.DEFAULT,
          Sampling.DEFAULT,
          Costs.DEFAULT);

  /**
   * When a tier is entered and left.
   *
   * @param highUsedPercent memory in use from which the tier is HIGH
   * @param criticalUsedPercent memory in use from which the tier is CRITICAL
   * @param highStallSomePercent share of the last 10 s in which something waited for memory, from
   *     which the tier is HIGH
   * @param criticalStallFullPercent share of the last 10 s in which everything waited for memory,
   *     from which the tier is CRITICAL
   * @param leavePoints how far memory in use must fall below a tier's entry before it is left
   * @param leaveSamples for how many samples in a row
   */
  public record Tiers(
      double highUsedPercent,
      double criticalUsedPercent,
      double highStallSomePercent,
      double criticalStallFullPercent,
      double leavePoints,
      int leaveSamples) {

    public static final Tiers DEFAULT = new Tiers(70, 85, 10, 5, 3, 3);

    public Tiers {
      Range.check("tiers.highUsedPercent", highUsedPercent, 1, 98);
      Range.check("tiers.criticalUsedPercent", criticalUsedPercent, 2, 99);
      Range.check("tiers.highStallSomePercent", highStallSomePercent, 0.1, 100);
      Range.check("tiers.criticalStallFullPercent", criticalStallFullPercent, 0.1, 100);
      Range.check("tiers.leavePoints", leavePoints, 0, 20);
      Range.check("tiers.leaveSamples", leaveSamples, 1, 100);
      Range.checkLess(
          "tiers.highUsedPercent",
          highUsedPercent,
          "tiers.criticalUsedPercent",
          criticalUsedPercent);
    }
  }

  /**
   * How the segment length follows the memory.
   *
   * @param ladder the lengths, longest first
   * @param pressurePercent memory in use above which the next segment is halved
   * @param recoveryPercent memory in use below which a segment counts as calm
   * @param recoverySegments calm segments in a row after which the length goes one rung up
   */
  public record Segments(
      Ladder ladder, double pressurePercent, double recoveryPercent, int recoverySegments) {

    public static final Segments DEFAULT = new Segments(Ladder.DEFAULT, 75, 65, 5);

    /** The lengths for an engine; those of the user's own commands are no setting. */
    public Ladder ladderOf(String engine) {
      if (engine.equals(CostKey.NPM)) {
        return Ladder.NPM;
      }
      return engine.equals(CostKey.PYTHON) ? Ladder.PYTHON : ladder;
    }

    /** With which a song starts if none was chosen and its budget allows. */
    public SegmentLength startOf(String engine) {
      return engine.equals(CostKey.BUILT_IN) ? ladder.start() : ladderOf(engine).highest();
    }

    public Segments {
      Range.check("segments.pressurePercent", pressurePercent, 2, 99);
      Range.check("segments.recoveryPercent", recoveryPercent, 1, 98);
      Range.check("segments.recoverySegments", recoverySegments, 1, 1000);
      Range.checkLess(
          "segments.recoveryPercent", recoveryPercent, "segments.pressurePercent", pressurePercent);
    }
  }

  /**
   * What a job may take.
   *
   * @param warningBytes resident memory of a job's process tree from which its row turns amber
   * @param budgetBytes what the segment length is chosen to stay under
   * @param killBytes where the process tree is ended
   * @param commandBudgetBytes in place of {@code budgetBytes} for the user's own Demucs commands,
   *     which need more at the least than the built-in engine at the most
   * @param jobsAtOnce how many jobs may run side by side
   * @param readBufferMinBytes least size of a buffer through which a file is streamed
   * @param readBufferMaxBytes greatest size of such a buffer
   * @param nearBudgetPercent share of its budget from which a running job goes one rung down
   * @param estimateMarginPercent how much is added to an estimate before it is held against a
   *     budget or against what is free
   * @param reserveBytes what is left to others of the free memory, at most
   * @param reservePercent the same as a share of the machine, for small ones; the smaller counts
   * @param killsOnLowestRung after how many kills on the lowest rung a job has failed
   */
  public record Limits(
      long warningBytes,
      long budgetBytes,
      long killBytes,
      long commandBudgetBytes,
      int jobsAtOnce,
      int readBufferMinBytes,
      int readBufferMaxBytes,
      double nearBudgetPercent,
      double estimateMarginPercent,
      long reserveBytes,
      double reservePercent,
      int killsOnLowestRung) {

    public static final Limits DEFAULT =
        new Limits(
            1536 * MEGABYTE,
            2048 * MEGABYTE,
            4096 * MEGABYTE,
            4096 * MEGABYTE,
            3,
            8 * 1024,
            1024 * 1024,
            95,
            8,
            512 * MEGABYTE,
            10,
            2);

    public Limits {
      Range.check("limits.warningBytes", warningBytes, MEGABYTE, MOST_BYTES);
      Range.check("limits.budgetBytes", budgetBytes, MEGABYTE, MOST_BYTES);
      Range.check("limits.killBytes", killBytes, MEGABYTE, MOST_BYTES);
      Range.check("limits.commandBudgetBytes", commandBudgetBytes, MEGABYTE, MOST_BYTES);
      Range.check("limits.jobsAtOnce", jobsAtOnce, 1, 3);
      Range.check("limits.readBufferMinBytes", readBufferMinBytes, 1024, 16 * 1024 * 1024);
      Range.check("limits.readBufferMaxBytes", readBufferMaxBytes, 1024, 16 * 1024 * 1024);
      Range.check("limits.nearBudgetPercent", nearBudgetPercent, 50, 100);
      Range.check("limits.estimateMarginPercent", estimateMarginPercent, 0, 100);
      Range.check("limits.reserveBytes", reserveBytes, 0, MOST_BYTES);
      Range.check("limits.reservePercent", reservePercent, 0, 90);
      Range.check("limits.killsOnLowestRung", killsOnLowestRung, 1, 100);
      if (readBufferMinBytes > readBufferMaxBytes) {
        throw new IllegalArgumentException(
            "limits.readBufferMinBytes must be at most limits.readBufferMaxBytes ("
                + readBufferMaxBytes
                + "), not "
                + readBufferMinBytes);
      }
    }

    /** The memory left to others on a machine (or within a limit) of this size. */
    public long reserveOf(long totalBytes) {
      return Math.min(reserveBytes, Math.round(totalBytes * reservePercent / 100));
    }

    /** An estimate with its margin, as it is held against a budget or against what is free. */
    public long withMargin(long estimateBytes) {
      return Math.round(estimateBytes * (1 + estimateMarginPercent / 100));
    }

    /** What a job gets by default. A budget above the kill limit means the kill limit. */
    public JobLimits ofJob(String engine) {
      return new JobLimits(
          engine.equals(CostKey.BUILT_IN) ? budgetBytes : commandBudgetBytes, killBytes);
    }

    public Limits withBudgetBytes(long bytes) {
      return with(bytes, killBytes, commandBudgetBytes, jobsAtOnce);
    }

    public Limits withKillBytes(long bytes) {
      return with(budgetBytes, bytes, commandBudgetBytes, jobsAtOnce);
    }

    public Limits withCommandBudgetBytes(long bytes) {
      return with(budgetBytes, killBytes, bytes, jobsAtOnce);
    }

    public Limits withJobsAtOnce(int jobs) {
      return with(budgetBytes, killBytes, commandBudgetBytes, jobs);
    }

    private Limits with(long budget, long kill, long commandBudget, int jobs) {
      return new Limits(
          warningBytes,
          budget,
          kill,
          commandBudget,
          jobs,
          readBufferMinBytes,
          readBufferMaxBytes,
          nearBudgetPercent,
          estimateMarginPercent,
          reserveBytes,
          reservePercent,
          killsOnLowestRung);
    }
  }

  /**
   * What happens while the tier is CRITICAL.
   *
   * @param criticalWait how long a stopped job waits, after its clean-up and again after its model
   *     is unloaded, before it is looked at again
   * @param unparkAfter how long the machine must have been below CRITICAL before a parked job
   *     starts again
   */
  public record Pauses(Duration criticalWait, Duration unparkAfter) {

    public static final Pauses DEFAULT = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(10));

    public Pauses {
      Range.check("pauses.criticalWait", criticalWait, Duration.ZERO, Duration.ofMinutes(10));
      Range.check("pauses.unparkAfter", unparkAfter, Duration.ZERO, Duration.ofHours(1));
    }
  }

  /**
   * How memory is looked at.
   *
   * @param interval from one sample to the next
   * @param programsEvery how often, at most, the biggest other programs are looked for; only under
   *     pressure, for it is costly
   * @param reportSegments after how many segments of a job a line about memory goes to the log
   */
  public record Sampling(Duration interval, Duration programsEvery, int reportSegments) {

    public static final Sampling DEFAULT =
        new Sampling(Duration.ofMillis(250), Duration.ofSeconds(5), 5);

    public Sampling {
      Range.check("sampling.interval", interval, Duration.ofMillis(20), Duration.ofSeconds(10));
      Range.check(
          "sampling.programsEvery", programsEvery, Duration.ofSeconds(1), Duration.ofHours(1));
      Range.check("sampling.reportSegments", reportSegments, 1, 10_000);
    }
  }

  /**
   * How the cost model learns.
   *
   * @param forgetPercent how far a remembered peak falls towards a lower one that was seen, per job
   * @param timePercent weight of a new measurement of time against what was known
   * @param slowerPercent the same where it took longer than known: the machine may have been busy
   *     with something else
   */
  public record Costs(double forgetPercent, double timePercent, double slowerPercent) {

    public static final Costs DEFAULT = new Costs(10, 50, 10);

    public Costs {
      Range.check("costs.forgetPercent", forgetPercent, 0, 100);
      Range.check("costs.timePercent", timePercent, 1, 100);
      Range.check("costs.slowerPercent", slowerPercent, 1, 100);
    }
  }

  /**
   * The least budget with which the built-in engine can do a song: with its smallest network, in
   * the shortest segments, and with the margin.
   */
  public long leastBudgetBytes() {
    return Admission.leastBytes(CostKey.BUILT_IN, this);
  }

  /** The same for the user's own commands: for the one that needs less. */
  public long leastCommandBudgetBytes() {
    return Math.min(
        Admission.leastBytes(CostKey.PYTHON, this), Admission.leastBytes(CostKey.NPM, this));
  }

  public MemoryPolicy withLimits(Limits newLimits) {
    return new MemoryPolicy(tiers, segments, newLimits, pauses, sampling, costs);
  }
}
