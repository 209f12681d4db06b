package app.headroom.memory;

import app.headroom.job.SegmentLength;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The segment length of one job: halved under pressure, one rung up after calm, lower when the job
 * comes near its own budget. Immutable.
 *
 * @param engine decides on the ladder
 * @param start what the job began with; never exceeded
 * @param ceiling not exceeded either: below a length that came near the budget
 * @param segment length of the next segment, as the worker was told
 * @param settled whether a segment of that length was finished since; before, nobody knows what it
 *     changed, and nothing more is changed
 * @param usedPeakPercent fullest the machine was during the segment that runs; negative before the
 *     first sample
 * @param rssPeakBytes most that the job held during the segment that runs
 * @param calmSegments in a row
 * @param calmPeakPercent fullest the machine was during these
 * @param estimates predicted peak at each length
 * @param peaks highest peak seen at each length
 */
record RungControl(
    String engine,
    SegmentLength start,
    SegmentLength ceiling,
    SegmentLength segment,
    boolean settled,
    double usedPeakPercent,
    long rssPeakBytes,
    int calmSegments,
    double calmPeakPercent,
    Map<SegmentLength, Long> estimates,
    Map<SegmentLength, Long> peaks) {

  /** What comes of an input: a new state and, perhaps, another length. */
  record Change(RungControl next, @Nullable SegmentLength to, @Nullable Cause cause) {}

  static RungControl of(String engine, SegmentLength start, Map<SegmentLength, Long> estimates) {
    return new RungControl(engine, start, start, start, true, -1, 0, 0, 0, estimates, Map.of());
  }

  /** A sample was taken while the job works. */
  Change sampled(MemorySample sample, long rssBytes, JobLimits limits, MemoryPolicy policy) {
    RungControl seen =
        new RungControl(
            engine,
            start,
            ceiling,
            segment,
            settled,
            Math.max(usedPeakPercent, sample.usedPercent()),
            Math.max(rssPeakBytes, rssBytes),
            calmSegments,
            calmPeakPercent,
            estimates,
            peaks);
    Ladder ladder = policy.segments().ladderOf(engine);
    if (!settled || ladder.isLowest(segment)) {
      return new Change(seen, null, null);
    }
    if (rssBytes > nearBudget(limits, policy)) {
      SegmentLength to = seen.fitting(ladder.oneDown(segment), limits, policy);
      return new Change(
          seen.changed(to, to), to, new Cause.OwnFootprint(rssBytes, limits.budgetBytes()));
    }
    if (sample.usedPercent() > policy.segments().pressurePercent()) {
      SegmentLength to = ladder.halved(segment);
      return new Change(seen.changed(to, ceiling), to, TierTracker.used(sample));
    }
    return new Change(seen, null, null);
  }

  /** A segment of this length was finished. */
  Change finished(
      SegmentLength length, @Nullable MemorySample latest, JobLimits limits, MemoryPolicy policy) {
    double used = usedPeakPercent >= 0 || latest == null ? usedPeakPercent : latest.usedPercent();
    boolean calm = used >= 0 && used < policy.segments().recoveryPercent();
    RungControl next =
        new RungControl(
            engine,
            start,
            ceiling,
            segment,
            settled || length.equals(segment),
            -1,
            0,
            calm ? calmSegments + 1 : 0,
            calm ? Math.max(calmPeakPercent, used) : 0,
            estimates,
            peaksWith(length));
    if (next.surprise() > 1 && next.expectedBytes(segment) > nearBudget(limits, policy)) {
      // seen while the segment grew, the first step down may have been too small
      SegmentLength to = next.fitting(segment, limits, policy);
      if (to.compareTo(segment) < 0) {
        return new Change(
            next.changed(to, to),
            to,
            new Cause.OverBudget(next.expectedBytes(segment), limits.budgetBytes()));
      }
    }
    if (!next.settled
        || latest == null
        || next.calmSegments < policy.segments().recoverySegments()) {
      return new Change(next, null, null);
    }
    SegmentLength oneUp = policy.segments().ladderOf(engine).oneUp(segment);
    SegmentLength up = oneUp.compareTo(ceiling) < 0 ? oneUp : ceiling;
    if (up.compareTo(segment) > 0 && next.hasRoomFor(up, latest, limits, policy)) {
      return new Change(next.changed(up, ceiling), up, TierTracker.used(latest));
    }
    return new Change(next.calmForgotten(), null, null);
  }

  /** The user gave the job other limits; a tighter budget counts from the next segment on. */
  Change limited(JobLimits limits, MemoryPolicy policy) {
    SegmentLength fitting = fitting(start, limits, policy);
    if (fitting.compareTo(segment) < 0) {
      return new Change(
          changed(fitting, fitting),
          fitting,
          new Cause.OverBudget(expectedBytes(segment), limits.budgetBytes()));
    }
    return new Change(changedCeiling(fitting), null, null);
  }

  /** The job was paused: what was seen meanwhile says nothing about its segments. */
  RungControl paused() {
    return new RungControl(engine, start, ceiling, segment, settled, -1, 0, 0, 0, estimates, peaks);
  }

  /** What the job is expected to hold at this length. */
  long expectedBytes(SegmentLength length) {
    long estimate = estimates.getOrDefault(length, 0L);
    return Math.max(Math.round(estimate * surprise()), peaks.getOrDefault(length, 0L));
  }

  /** How much more than its estimates the job has taken so far; at least 1. */
  private double surprise() {
    double most =
        settled ? rssPeakBytes / (double) estimates.getOrDefault(segment, Long.MAX_VALUE) : 1;
    for (Map.Entry<SegmentLength, Long> peak : peaks.entrySet()) {
      Long estimate = estimates.get(peak.getKey());
      if (estimate != null) {
        most = Math.max(most, peak.getValue() / (double) estimate);
      }
    }
    return Math.max(1, most);
  }

  /** The longest length from {@code length} downwards that stays under the budget. */
  private SegmentLength fitting(SegmentLength length, JobLimits limits, MemoryPolicy policy) {
    return policy
        .segments()
        .ladderOf(engine)
        .from(length)
        .filter(rung -> expectedBytes(rung) <= nearBudget(limits, policy))
        .findFirst()
        .orElse(policy.segments().ladderOf(engine).lowest());
  }

  private boolean hasRoomFor(
      SegmentLength up, MemorySample sample, JobLimits limits, MemoryPolicy policy) {
    double more = 100.0 * (expectedBytes(up) - expectedBytes(segment)) / sample.totalBytes();
    return calmPeakPercent + more <= policy.segments().pressurePercent()
        && expectedBytes(up) <= nearBudget(limits, policy);
  }

  private static double nearBudget(JobLimits limits, MemoryPolicy policy) {
    return limits.budgetBytes() * policy.limits().nearBudgetPercent() / 100;
  }

  private Map<SegmentLength, Long> peaksWith(SegmentLength length) {
    if (rssPeakBytes <= peaks.getOrDefault(length, 0L)) {
      return peaks;
    }
    Map<SegmentLength, Long> more = new HashMap<>(peaks);
    more.put(length, rssPeakBytes);
    return Map.copyOf(more);
  }

  private RungControl changed(SegmentLength to, SegmentLength newCeiling) {
    return new RungControl(
        engine,
        start,
        newCeiling,
        to,
        false,
        usedPeakPercent,
        rssPeakBytes,
        0,
        0,
        estimates,
        peaks);
  }

  private RungControl changedCeiling(SegmentLength newCeiling) {
    return new RungControl(
        engine,
        start,
        newCeiling,
        segment,
        settled,
        usedPeakPercent,
        rssPeakBytes,
        calmSegments,
        calmPeakPercent,
        estimates,
        peaks);
  }

  private RungControl calmForgotten() {
    return new RungControl(
        engine,
        start,
        ceiling,
        segment,
        settled,
        usedPeakPercent,
        rssPeakBytes,
        0,
        0,
        estimates,
        peaks);
  }
}
