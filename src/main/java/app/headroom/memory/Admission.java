package app.headroom.memory;

import app.headroom.job.Bytes;
import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import java.util.List;

/** Whether a job may start now, and with which segment length. */
public sealed interface Admission {

  /**
   * It may.
   *
   * @param freeBytes what it may take
   */
  record Admit(Forecast forecast, long freeBytes) implements Admission {}

  /**
   * Not now.
   *
   * @param reason in words, without a full stop
   */
  record Wait(String reason) implements Admission {}

  /** Never with this budget; said before anything is started. */
  record Refuse(JobFailure.BudgetTooSmall failure) implements Admission {}

  /**
   * Answers for one candidate; pure. Ask again after each job that was started, with a state that
   * knows it ({@link GovernorInput.Started}).
   */
  static Admission of(
      Candidate candidate,
      GovernorState state,
      MemorySample sample,
      CostModel costs,
      MemoryPolicy policy) {
    MemoryPolicy.Limits limits = policy.limits();
    List<SegmentLength> lengths = lengths(candidate, policy);
    CostKey key = candidate.key();
    long peakBytes = costs.peakBytes(key, lengths.getLast());
    long leastBytes = limits.withMargin(peakBytes);
    long budgetBytes = candidate.limits().budgetBytes();
    long killBytes = candidate.limits().killBytes();
    // what was not ended at the limit came to its own end: there is nothing to doubt
    boolean measured = peakBytes > budgetBytes && peakBytes <= killBytes;
    // what a command took may have been of a run that went wrong, or of another version of it
    boolean doubtful =
        key.ofCommand()
            && !measured
            && leastBytes > budgetBytes
            && limits.withMargin(CostModel.shipped().peakBytes(key, lengths.getLast()))
                <= budgetBytes;
    // it would wait for ever, and with it all that comes after
    boolean hopeless = doubtful && killBytes > everFreeBytes(sample, limits);
    if ((leastBytes > budgetBytes && !doubtful) || hopeless) {
      return new Refuse(
          new JobFailure.BudgetTooSmall(
              budgetBytes, roundedUp(leastBytes), key.ofCommand() ? key.engine() : null));
    }
    if (state.jobs().size() >= limits.jobsAtOnce()) {
      return new Wait(
          state.jobs().size() == 1
              ? "one song at a time"
              : state.jobs().size() + " songs are being separated");
    }
    if (state.tier() == Tier.CRITICAL) {
      return new Wait(TierTracker.cause(Tier.CRITICAL, sample, policy.tiers()).text());
    }
    if (state.jobs().stream().anyMatch(GovernedJob::paused)) {
      return new Wait("a song that memory has paused goes on first");
    }
    long freeBytes = freeBytes(state, sample, policy);
    long allowed = Math.min(budgetBytes, freeBytes);
    boolean allIsFree = killBytes <= freeBytes;
    return (doubtful ? lengths.subList(lengths.size() - 1, lengths.size()) : lengths)
        .stream()
            .filter(
                length ->
                    doubtful
                        // what nobody knows may take all that is allowed
                        ? allIsFree
                        : limits.withMargin(costs.peakBytes(key, length)) <= allowed
                            && (allIsFree || costs.knows(key, length)))
            .findFirst()
            .<Admission>map(length -> new Admit(Forecast.of(candidate, length, costs), freeBytes))
            .orElseGet(
                () ->
                    new Wait(
                        "needs "
                            + Bytes.text(leastBytes)
                            + ", "
                            + Bytes.text(Math.max(0, freeBytes))
                            + " free: "
                            + TierTracker.used(sample).text()));
  }

  /** The least budget with which the candidate can be done at all. */
  static long leastBytes(Candidate candidate, CostModel costs, MemoryPolicy policy) {
    return roundedUp(
        policy
            .limits()
            .withMargin(costs.peakBytes(candidate.key(), lengths(candidate, policy).getLast())));
  }

  /** The least budget with which the engine can do any song, by what is shipped. */
  static long leastBytes(String engine, MemoryPolicy policy) {
    CostKey key = new CostKey(engine, "", Precision.INT8);
    SegmentLength lowest = policy.segments().ladderOf(engine).lowest();
    return roundedUp(policy.limits().withMargin(CostModel.shipped().peakBytes(key, lowest)));
  }

  private static List<SegmentLength> lengths(Candidate candidate, MemoryPolicy policy) {
    String engine = candidate.key().engine();
    Ladder ladder = policy.segments().ladderOf(engine);
    SegmentLength wished =
        switch (candidate.choice()) {
          case SegmentChoice.Auto _ -> policy.segments().startOf(engine);
          case SegmentChoice.Fixed fixed -> fixed.length();
        };
    SegmentLength atMost = candidate.atMost();
    return ladder.from(atMost != null && atMost.compareTo(wished) < 0 ? atMost : wished).toList();
  }

  /**
   * What one more job may take: what is free, less the reserve, less what the running jobs are
   * still going to take. In the tier HIGH, no more than keeps the machine below CRITICAL.
   */
  private static long freeBytes(GovernorState state, MemorySample sample, MemoryPolicy policy) {
    long free = free(sample.machine(), state.tier(), policy);
    Capacity limit = sample.limit();
    if (limit != null) {
      free = Math.min(free, free(limit, state.tier(), policy));
    }
    for (GovernedJob job : state.jobs()) {
      free -= Math.max(0, job.expectedBytes() - sample.job(job.id()).rssBytes());
    }
    return free;
  }

  /** What one job could take if nothing else were there. */
  private static long everFreeBytes(MemorySample sample, MemoryPolicy.Limits limits) {
    Capacity limit = sample.limit();
    long machineBytes = sample.machine().totalBytes();
    long totalBytes = limit == null ? machineBytes : Math.min(machineBytes, limit.totalBytes());
    return totalBytes - limits.reserveOf(totalBytes);
  }

  private static long free(Capacity capacity, Tier tier, MemoryPolicy policy) {
    long free = capacity.availableBytes() - policy.limits().reserveOf(capacity.totalBytes());
    if (tier == Tier.NORMAL) {
      return free;
    }
    double untilCritical =
        capacity.totalBytes() * policy.tiers().criticalUsedPercent() / 100 - capacity.usedBytes();
    return Math.min(free, Math.round(untilCritical));
  }

  /** To the next figure that {@link Bytes#text} shows, so that it suffices to type that. */
  private static long roundedUp(long bytes) {
    long step =
        bytes < 999 * MemoryPolicy.MEGABYTE ? MemoryPolicy.MEGABYTE : 100 * MemoryPolicy.MEGABYTE;
    return Math.ceilDiv(bytes, step) * step;
  }
}
