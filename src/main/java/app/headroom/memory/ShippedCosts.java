package app.headroom.memory;

import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What separating took where Headroom was made: two threads of a processor with AVX-512.
 *
 * <p>Memory is the most that a whole worker was measured with in two rounds, decoder, encoder and
 * Java machine included, rounded up by at most 6 MB; {@code headroom bench costs} repeats it, and
 * prints these lines. It varied by less than 2 %, and grew by 0.7 MB with each further thread: both
 * are well within the margin that admission adds ({@code memory.limits.estimate-margin-percent}).
 * Time is that of a whole segment, between those of several runs.
 */
final class ShippedCosts {

  private static final int THREADS = 2;

  /** From the start of a worker to its first segment, and from its last to the end. */
  static final double START_SECONDS = 2;

  /** Decoding and encoding, for a second of audio. */
  static final double CODING_SECONDS = 0.02;

  private static final NavigableMap<SegmentLength, Cost> FP32 = new TreeMap<>();
  private static final NavigableMap<SegmentLength, Cost> INT8 = new TreeMap<>();

  static {
    add(7.8, 600, 0.2, 510, 0.17);
    add(5.85, 540, 0.19, 435, 0.15);
    add(3.9, 460, 0.2, 370, 0.15);
    add(2.6, 415, 0.19, 315, 0.15);
    add(1.95, 385, 0.17, 295, 0.16);
    add(1.3, 365, 0.19, 275, 0.16);
  }

  /**
   * Of the user's own commands: the least that one needs, which is what it needs for the shortest
   * pieces, and its time. What longer pieces take on top of it differs from version to version and
   * is learned here.
   */
  private static final NavigableMap<SegmentLength, Cost> PYTHON =
      ofCommand(Ladder.PYTHON, 1500, 0.95);

  private static final NavigableMap<SegmentLength, Cost> NPM = ofCommand(Ladder.NPM, 3300, 1.15);

  /**
   * The weights of these two could not be had. Of six stems a network of the same shape with random
   * numbers was measured beside one of HTDemucs's, at the longest and the shortest rung, by {@code
   * headroom bench costs --model NAME --segment 7.8,1.3}; its processor time was within 8 % of the
   * other's. Each of the bag's four has HTDemucs's shape with the outputs of one stem: no more
   * memory, and of four passes 3.4 times the time of one of all stems.
   */
  private static final NavigableMap<SegmentLength, Cost> SIX_FP32 = like(FP32, -57, -42, 1);

  private static final NavigableMap<SegmentLength, Cost> SIX_INT8 = like(INT8, -8, 3, 1);
  private static final NavigableMap<SegmentLength, Cost> FT_FP32 = like(FP32, 0, 0, 0.85);
  private static final NavigableMap<SegmentLength, Cost> FT_INT8 = like(INT8, 0, 0, 0.85);

  private ShippedCosts() {}

  private static NavigableMap<SegmentLength, Cost> ofCommand(
      Ladder ladder, long megabytes, double time) {
    NavigableMap<SegmentLength, Cost> costs = new TreeMap<>();
    for (SegmentLength rung : ladder.rungs()) {
      costs.put(rung, new Cost(megabytes * MemoryPolicy.MEGABYTE, time * THREADS));
    }
    return costs;
  }

  private static void add(
      double seconds, long fp32Megabytes, double fp32Time, long int8Megabytes, double int8Time) {
    SegmentLength length = SegmentLength.ofSeconds(seconds);
    FP32.put(length, new Cost(fp32Megabytes * MemoryPolicy.MEGABYTE, fp32Time * THREADS));
    INT8.put(length, new Cost(int8Megabytes * MemoryPolicy.MEGABYTE, int8Time * THREADS));
  }

  /**
   * By length. Of models that were not measured, those of HTDemucs, until one job has told better.
   */
  static NavigableMap<SegmentLength, Cost> of(CostKey key) {
    if (key.ofCommand()) {
      return key.engine().equals(CostKey.NPM) ? NPM : PYTHON;
    }
    boolean int8 = key.precision() == Precision.INT8;
    return switch (key.model()) {
      case "htdemucs_6s" -> int8 ? SIX_INT8 : SIX_FP32;
      case "htdemucs_ft" -> int8 ? FT_INT8 : FT_FP32;
      default -> int8 ? INT8 : FP32;
    };
  }

  /**
   * As another model's, with so many megabytes more.
   *
   * @param moreShortest at the shortest rung
   * @param moreLongest at the longest; between the two in proportion to the length
   * @param time for a second of a segment, as a share of the other's
   */
  private static NavigableMap<SegmentLength, Cost> like(
      NavigableMap<SegmentLength, Cost> other, long moreShortest, long moreLongest, double time) {
    double shortest = other.firstKey().seconds();
    double range = other.lastKey().seconds() - shortest;
    NavigableMap<SegmentLength, Cost> costs = new TreeMap<>();
    other.forEach(
        (length, cost) -> {
          double along = (length.seconds() - shortest) / range;
          long more = Math.round(moreShortest + along * (moreLongest - moreShortest));
          costs.put(
              length,
              new Cost(
                  cost.peakBytes() + more * MemoryPolicy.MEGABYTE, cost.threadSeconds() * time));
        });
    return costs;
  }
}
