package app.headroom.memory;

import app.headroom.job.SegmentLength;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What separating takes, by engine, model, precision and segment length: shipped values, corrected
 * by the jobs that ran here. Immutable; {@link #with} gives a new one.
 *
 * <p>A length that no job had yet is corrected by what others of the same key told: its time by
 * their mean ratio to the shipped values, its memory by the most that one of them exceeded its
 * shipped value. The user's own commands are different: nothing but their least need is shipped, a
 * long piece tells of a shorter one that it takes no more, and a longer one takes at least as much
 * as it. What was seen of a command last is believed: what it was ended at is no measurement.
 * Between the lengths of the shipped table, values are interpolated.
 */
public final class CostModel {

  /** So many times what a length was known to take is no estimate of it. */
  private static final int LEAK = 2;

  private final Map<CostKey, Map<SegmentLength, Cost>> learned;

  private CostModel(Map<CostKey, Map<SegmentLength, Cost>> learned) {
    this.learned = learned;
  }

  /** As shipped. */
  public static CostModel shipped() {
    return new CostModel(Map.of());
  }

  /** With what was learned before; lengths that are not in the shipped table are left out. */
  public static CostModel of(Collection<LearnedCost> costs) {
    Map<CostKey, Map<SegmentLength, Cost>> byKey = new HashMap<>();
    for (LearnedCost cost : costs) {
      if (ShippedCosts.of(cost.key()).containsKey(cost.length())) {
        byKey.computeIfAbsent(cost.key(), _ -> new HashMap<>()).put(cost.length(), cost.cost());
      }
    }
    return new CostModel(byKey);
  }

  /** With one value more, or another in its place. */
  public CostModel with(LearnedCost cost) {
    Map<CostKey, Map<SegmentLength, Cost>> byKey = new HashMap<>(learned);
    Map<SegmentLength, Cost> byLength = new HashMap<>(ofKey(cost.key()));
    byLength.put(cost.length(), cost.cost());
    byKey.put(cost.key(), byLength);
    return new CostModel(byKey);
  }

  /**
   * What one job taught: the highest peak seen wins and is forgotten slowly (that of a user's
   * command at once), time follows by an exponential mean, more slowly upwards than downwards. What
   * was learned first is taken as it is.
   *
   * @return to be kept, and given to {@link #with}; nothing where the length is not in the shipped
   *     table
   */
  public List<LearnedCost> learn(Observation seen, MemoryPolicy.Costs policy) {
    if (!ShippedCosts.of(seen.key()).containsKey(seen.length())) {
      return List.of();
    }
    Map<SegmentLength, Cost> known = ofKey(seen.key());
    Cost before = known.get(seen.length());
    double seconds =
        before == null && (known.isEmpty() || seen.key().ofCommand())
            ? seen.threadSeconds()
            : mean(seconds(seen.key(), seen.length(), 1), seen.threadSeconds(), policy);
    long peakBytes = seen.peakBytes();
    if (before != null && (seen.cut() || !seen.key().ofCommand())) {
      double forgets = seen.key().ofCommand() ? 0 : policy.forgetPercent();
      double forgotten = (before.peakBytes() - seen.peakBytes()) * forgets / 100;
      peakBytes = Math.max(peakBytes, before.peakBytes() - Math.round(forgotten));
    }
    List<LearnedCost> learned = new ArrayList<>();
    learned.add(new LearnedCost(seen.key(), seen.length(), new Cost(peakBytes, seconds)));
    if (seen.key().ofCommand() && !seen.cut()) {
      known.forEach(
          (length, cost) -> {
            if (length.compareTo(seen.length()) < 0 && cost.peakBytes() > seen.peakBytes()) {
              Cost atMost = new Cost(seen.peakBytes(), cost.threadSeconds());
              learned.add(new LearnedCost(seen.key(), length, atMost));
            }
          });
    }
    return learned;
  }

  private static double mean(double before, double now, MemoryPolicy.Costs policy) {
    double weight = (now > before ? policy.slowerPercent() : policy.timePercent()) / 100;
    return before * (1 - weight) + now * weight;
  }

  /**
   * Whether what a worker held when it was ended may be what its length takes, and not a leak: it
   * is more than was known, but not by much.
   */
  public boolean plausible(CostKey key, SegmentLength length, long rssBytes) {
    long known = peakBytes(key, length);
    return rssBytes > known && rssBytes <= LEAK * known;
  }

  /**
   * Whether the predicted peak is founded on more than the least that the engine needs: false for
   * long pieces of a command that were never tried here.
   */
  public boolean knows(CostKey key, SegmentLength length) {
    return !key.ofCommand()
        || ofKey(key).containsKey(length)
        || length.compareTo(ShippedCosts.of(key).firstKey()) <= 0;
  }

  /** Whether jobs have corrected what is shipped of it. */
  public boolean hasLearned(CostKey key) {
    return !ofKey(key).isEmpty();
  }

  /** The predicted peak of the process tree. */
  public long peakBytes(CostKey key, SegmentLength length) {
    return Math.round(at(key, length, Cost::peakBytes));
  }

  /** The predicted peak at each of the lengths. */
  public Map<SegmentLength, Long> peaks(CostKey key, Stream<SegmentLength> lengths) {
    return lengths
        .distinct()
        .collect(Collectors.toMap(length -> length, length -> peakBytes(key, length)));
  }

  /** Seconds that one second of a segment takes. */
  public double seconds(CostKey key, SegmentLength length, int threads) {
    return at(key, length, Cost::threadSeconds) / threads;
  }

  /** The shipped values with what was learned in their place. */
  private NavigableMap<SegmentLength, Cost> corrected(CostKey key) {
    NavigableMap<SegmentLength, Cost> table = ShippedCosts.of(key);
    Map<SegmentLength, Cost> own = ofKey(key);
    if (own.isEmpty()) {
      return table;
    }
    if (key.ofCommand()) {
      return correctedUpwards(table, own);
    }
    long moreBytes = 0;
    double logRatios = 0;
    for (Map.Entry<SegmentLength, Cost> entry : own.entrySet()) {
      Cost shipped = table.get(entry.getKey());
      if (shipped != null) {
        moreBytes = Math.max(moreBytes, entry.getValue().peakBytes() - shipped.peakBytes());
        logRatios += Math.log(entry.getValue().threadSeconds() / shipped.threadSeconds());
      }
    }
    double ratio = Math.exp(logRatios / own.size());
    NavigableMap<SegmentLength, Cost> corrected = new TreeMap<>();
    for (Map.Entry<SegmentLength, Cost> entry : table.entrySet()) {
      Cost shipped = entry.getValue();
      Cost known = own.get(entry.getKey());
      corrected.put(
          entry.getKey(),
          known != null
              ? known
              : new Cost(shipped.peakBytes() + moreBytes, shipped.threadSeconds() * ratio));
    }
    return corrected;
  }

  private static NavigableMap<SegmentLength, Cost> correctedUpwards(
      NavigableMap<SegmentLength, Cost> table, Map<SegmentLength, Cost> own) {
    NavigableMap<SegmentLength, Cost> corrected = new TreeMap<>();
    long leastBytes = 0;
    for (Map.Entry<SegmentLength, Cost> entry : table.entrySet()) {
      Cost cost = own.getOrDefault(entry.getKey(), entry.getValue());
      leastBytes = Math.max(leastBytes, cost.peakBytes());
      corrected.put(entry.getKey(), new Cost(leastBytes, cost.threadSeconds()));
    }
    return corrected;
  }

  private Map<SegmentLength, Cost> ofKey(CostKey key) {
    return learned.getOrDefault(key, Map.of());
  }

  private double at(CostKey key, SegmentLength length, ToDoubleFunction<Cost> value) {
    NavigableMap<SegmentLength, Cost> table = corrected(key);
    SegmentLength below = table.floorKey(length);
    SegmentLength above = table.ceilingKey(length);
    if (below == null) {
      return value.applyAsDouble(table.firstEntry().getValue());
    }
    if (above == null) {
      // on along the line of the last two
      above = table.lastKey();
      below = table.lowerKey(above);
    }
    double low = value.applyAsDouble(table.get(below));
    if (below.equals(above)) {
      return low;
    }
    double share = (length.frames() - below.frames()) / (double) (above.frames() - below.frames());
    return low + (value.applyAsDouble(table.get(above)) - low) * share;
  }
}
