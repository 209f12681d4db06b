package app.headroom.settings;

import app.headroom.memory.Ladder;
import app.headroom.memory.MemoryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every number of the memory policy as a setting. */
public final class MemorySettings {

  private static final MemoryPolicy.Tiers TIERS = MemoryPolicy.DEFAULT.tiers();
  private static final MemoryPolicy.Segments SEGMENTS = MemoryPolicy.DEFAULT.segments();
  private static final MemoryPolicy.Limits LIMITS = MemoryPolicy.DEFAULT.limits();
  private static final MemoryPolicy.Pauses PAUSES = MemoryPolicy.DEFAULT.pauses();
  private static final MemoryPolicy.Sampling SAMPLING = MemoryPolicy.DEFAULT.sampling();
  private static final MemoryPolicy.Costs COSTS = MemoryPolicy.DEFAULT.costs();

  private static final long MB = MemoryPolicy.MEGABYTE;
  private static final long MOST_BYTES = 1_000_000 * MB;

  /** A component of the policy as its messages name it: {@code tiers.highUsedPercent}. */
  private static final Pattern COMPONENT =
      Pattern.compile("\\b(?:tiers|segments|limits|pauses|sampling|costs)\\.[a-zA-Z]+");

  public static final Setting<Long> BUDGET =
      new Setting<>(
          name("limits.budgetBytes"),
          "Memory of a job's processes that the segment length is chosen to stay under.",
          Kind.size(MB, MOST_BYTES),
          LIMITS.budgetBytes());

  public static final Setting<Long> KILL =
      new Setting<>(
          name("limits.killBytes"),
          "Hard limit: a job whose processes hold more is ended within a second, and goes on one"
              + " segment length lower.",
          Kind.size(MB, MOST_BYTES),
          LIMITS.killBytes());

  public static final Setting<Long> COMMAND_BUDGET =
      new Setting<>(
          name("limits.commandBudgetBytes"),
          "The budget where the engine is the user's own Demucs command, which needs more; the hard"
              + " limit holds for it too.",
          Kind.size(MB, MOST_BYTES),
          LIMITS.commandBudgetBytes());

  public static final Setting<Long> WARNING =
      new Setting<>(
          name("limits.warningBytes"),
          "From here on a job is shown in amber.",
          Kind.size(MB, MOST_BYTES),
          LIMITS.warningBytes());

  public static final Setting<Integer> JOBS_AT_ONCE =
      new Setting<>(
          name("limits.jobsAtOnce"),
          "How many jobs may run side by side, memory permitting.",
          Kind.wholeNumber(1, 3),
          LIMITS.jobsAtOnce());

  public static final Setting<Double> ESTIMATE_MARGIN =
      percent(
          "limits.estimateMarginPercent",
          "Added to an estimate before it is held against the budget and what is free.",
          0,
          100,
          LIMITS.estimateMarginPercent());

  public static final Setting<Double> NEAR_BUDGET =
      percent(
          "limits.nearBudgetPercent",
          "Share of its budget from which a running job goes one segment length down.",
          50,
          100,
          LIMITS.nearBudgetPercent());

  public static final Setting<Long> RESERVE =
      new Setting<>(
          name("limits.reserveBytes"),
          "Free memory that is left to other programs, at most.",
          Kind.size(0, MOST_BYTES),
          LIMITS.reserveBytes());

  public static final Setting<Double> RESERVE_SHARE =
      percent(
          "limits.reservePercent",
          "The same as a share of the machine's memory; the smaller of the two counts.",
          0,
          90,
          LIMITS.reservePercent());

  public static final Setting<Integer> KILLS_ON_LOWEST_RUNG =
      new Setting<>(
          name("limits.killsOnLowestRung"),
          "After so many ends at the hard limit with the shortest segments a job has failed.",
          Kind.wholeNumber(1, 100),
          LIMITS.killsOnLowestRung());

  public static final Setting<Long> READ_BUFFER_MIN =
      readBuffer("Min", LIMITS.readBufferMinBytes());

  public static final Setting<Long> READ_BUFFER_MAX =
      readBuffer("Max", LIMITS.readBufferMaxBytes());

  public static final Setting<Double> HIGH_USED =
      percent(
          "tiers.highUsedPercent",
          "Memory in use from which the machine's tier is HIGH: clean-up, a warning.",
          1,
          98,
          TIERS.highUsedPercent());

  public static final Setting<Double> CRITICAL_USED =
      percent(
          "tiers.criticalUsedPercent",
          "Memory in use from which the tier is CRITICAL: jobs pause, then park.",
          2,
          99,
          TIERS.criticalUsedPercent());

  public static final Setting<Double> HIGH_STALL =
      percent(
          "tiers.highStallSomePercent",
          "Share of the last 10 s in which something waited for memory, from which the tier is"
              + " HIGH (Linux).",
          0.1,
          100,
          TIERS.highStallSomePercent());

  public static final Setting<Double> CRITICAL_STALL =
      percent(
          "tiers.criticalStallFullPercent",
          "Share of the last 10 s in which everything waited for memory, from which the tier is"
              + " CRITICAL (Linux).",
          0.1,
          100,
          TIERS.criticalStallFullPercent());

  public static final Setting<Double> LEAVE_POINTS =
      new Setting<>(
          name("tiers.leavePoints"),
          "Percentage points that memory in use must fall below a tier's entry before it is left.",
          Kind.number(0, 20),
          TIERS.leavePoints());

  public static final Setting<Integer> LEAVE_SAMPLES =
      new Setting<>(
          name("tiers.leaveSamples"),
          "For how many samples in a row it must have.",
          Kind.wholeNumber(1, 100),
          TIERS.leaveSamples());

  public static final Setting<Ladder> LADDER =
      new Setting<>(
          name("segments.ladder"),
          "The segment lengths between which the policy moves, in seconds. A song starts at 5.85 or"
              + " the next longer one, unless a length is chosen.",
          Kind.ladder(),
          SEGMENTS.ladder());

  public static final Setting<Double> PRESSURE =
      percent(
          "segments.pressurePercent",
          "Memory in use above which the next segment is halved.",
          2,
          99,
          SEGMENTS.pressurePercent());

  public static final Setting<Double> RECOVERY =
      percent(
          "segments.recoveryPercent",
          "Memory in use below which a segment counts as calm.",
          1,
          98,
          SEGMENTS.recoveryPercent());

  public static final Setting<Integer> RECOVERY_SEGMENTS =
      new Setting<>(
          name("segments.recoverySegments"),
          "After so many calm segments in a row the next is longer again.",
          Kind.wholeNumber(1, 1000),
          SEGMENTS.recoverySegments());

  public static final Setting<Duration> CRITICAL_WAIT =
      new Setting<>(
          name("pauses.criticalWait"),
          "How long a paused job waits for the tier to fall before it unloads its model, and then"
              + " before it parks.",
          Kind.duration(Duration.ZERO, Duration.ofMinutes(10)),
          PAUSES.criticalWait());

  public static final Setting<Duration> UNPARK_AFTER =
      new Setting<>(
          name("pauses.unparkAfter"),
          "How long the machine must have been below CRITICAL before a parked job starts again.",
          Kind.duration(Duration.ZERO, Duration.ofHours(1)),
          PAUSES.unparkAfter());

  public static final Setting<Duration> INTERVAL =
      new Setting<>(
          name("sampling.interval"),
          "From one look at the memory to the next.",
          Kind.duration(Duration.ofMillis(20), Duration.ofSeconds(10)),
          SAMPLING.interval());

  public static final Setting<Duration> PROGRAMS_EVERY =
      new Setting<>(
          name("sampling.programsEvery"),
          "How often, at most, the biggest other programs are looked for under pressure.",
          Kind.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          SAMPLING.programsEvery());

  public static final Setting<Integer> REPORT_SEGMENTS =
      new Setting<>(
          name("sampling.reportSegments"),
          "After how many segments of a job a line about memory goes to the log.",
          Kind.wholeNumber(1, 10_000),
          SAMPLING.reportSegments());

  public static final Setting<Double> FORGET =
      percent(
          "costs.forgetPercent",
          "How far a remembered peak falls towards a lower one that a job showed.",
          0,
          100,
          COSTS.forgetPercent());

  public static final Setting<Double> TIME_WEIGHT =
      percent(
          "costs.timePercent",
          "Weight of a newly measured time against what was known.",
          1,
          100,
          COSTS.timePercent());

  public static final Setting<Double> SLOWER_WEIGHT =
      percent(
          "costs.slowerPercent",
          "The same where it took longer than known; the machine may have been busy with other"
              + " things.",
          1,
          100,
          COSTS.slowerPercent());

  private MemorySettings() {}

  /** All of them at their fallbacks. */
  static Settings without(Settings settings) {
    Settings next = settings;
    for (Setting<?> setting : all()) {
      next = next.without(setting);
    }
    return next;
  }

  static List<Setting<?>> all() {
    return List.of(
        BUDGET,
        KILL,
        COMMAND_BUDGET,
        WARNING,
        JOBS_AT_ONCE,
        ESTIMATE_MARGIN,
        NEAR_BUDGET,
        RESERVE,
        RESERVE_SHARE,
        KILLS_ON_LOWEST_RUNG,
        READ_BUFFER_MIN,
        READ_BUFFER_MAX,
        HIGH_USED,
        CRITICAL_USED,
        HIGH_STALL,
        CRITICAL_STALL,
        LEAVE_POINTS,
        LEAVE_SAMPLES,
        LADDER,
        PRESSURE,
        RECOVERY,
        RECOVERY_SEGMENTS,
        CRITICAL_WAIT,
        UNPARK_AFTER,
        INTERVAL,
        PROGRAMS_EVERY,
        REPORT_SEGMENTS,
        FORGET,
        TIME_WEIGHT,
        SLOWER_WEIGHT);
  }

  /**
   * @throws IllegalArgumentException if settings that are each allowed contradict each other, or a
   *     budget is one with which no song can be done; the message names them
   */
  public static MemoryPolicy policy(Settings settings) {
    MemoryPolicy policy = plainPolicy(settings);
    Budgets.check(settings, policy);
    return policy;
  }

  /**
   * @throws IllegalArgumentException as {@link #policy}, but takes every budget
   */
  static MemoryPolicy plainPolicy(Settings settings) {
    try {
      return new MemoryPolicy(
          new MemoryPolicy.Tiers(
              settings.get(HIGH_USED),
              settings.get(CRITICAL_USED),
              settings.get(HIGH_STALL),
              settings.get(CRITICAL_STALL),
              settings.get(LEAVE_POINTS),
              settings.get(LEAVE_SAMPLES)),
          new MemoryPolicy.Segments(
              settings.get(LADDER),
              settings.get(PRESSURE),
              settings.get(RECOVERY),
              settings.get(RECOVERY_SEGMENTS)),
          limits(settings),
          new MemoryPolicy.Pauses(settings.get(CRITICAL_WAIT), settings.get(UNPARK_AFTER)),
          new MemoryPolicy.Sampling(
              settings.get(INTERVAL), settings.get(PROGRAMS_EVERY), settings.get(REPORT_SEGMENTS)),
          new MemoryPolicy.Costs(
              settings.get(FORGET), settings.get(TIME_WEIGHT), settings.get(SLOWER_WEIGHT)));
    } catch (IllegalArgumentException e) {
      String message =
          COMPONENT.matcher(String.valueOf(e.getMessage())).replaceAll(MemorySettings::named);
      throw new IllegalArgumentException(message, e);
    }
  }

  private static MemoryPolicy.Limits limits(Settings settings) {
    return new MemoryPolicy.Limits(
        settings.get(WARNING),
        settings.get(BUDGET),
        settings.get(KILL),
        settings.get(COMMAND_BUDGET),
        settings.get(JOBS_AT_ONCE),
        Math.toIntExact(settings.get(READ_BUFFER_MIN)),
        Math.toIntExact(settings.get(READ_BUFFER_MAX)),
        settings.get(NEAR_BUDGET),
        settings.get(ESTIMATE_MARGIN),
        settings.get(RESERVE),
        settings.get(RESERVE_SHARE),
        settings.get(KILLS_ON_LOWEST_RUNG));
  }

  private static String named(MatchResult component) {
    return Matcher.quoteReplacement(name(component.group()));
  }

  /** {@code tiers.highUsedPercent} is {@code memory.tiers.high-used-percent}. */
  private static String name(String component) {
    String words = component.replaceAll("Bytes$", "").replaceAll("([A-Z])", "-$1");
    return "memory." + words.toLowerCase(Locale.ROOT);
  }

  private static Setting<Double> percent(
      String component, String comment, double least, double most, double fallback) {
    return new Setting<>(name(component), comment, Kind.percent(least, most), fallback);
  }

  private static Setting<Long> readBuffer(String bound, int fallback) {
    return new Setting<>(
        name("limits.readBuffer" + bound + "Bytes"),
        (bound.equals("Min") ? "Least" : "Greatest")
            + " size of the buffer through which a file is streamed.",
        Kind.size(1 << 10, 16 << 20),
        (long) fallback);
  }
}
