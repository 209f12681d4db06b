package app.headroom.memory;

import org.jspecify.annotations.Nullable;

/**
 * The tier of the machine from sample to sample. A tier is entered by one sample, and left when
 * several in a row were clearly below it, so that it does not flicker. Immutable.
 *
 * @param clearOfHigh samples in a row that were clearly below HIGH
 * @param clearOfCritical samples in a row that were clearly below CRITICAL
 */
public record TierTracker(Tier tier, int clearOfHigh, int clearOfCritical) {

  public static final TierTracker START = new TierTracker(Tier.NORMAL, 0, 0);

  public TierTracker next(MemorySample sample, MemoryPolicy.Tiers tiers) {
    int high = clearOf(Tier.HIGH, sample, tiers) ? clearOfHigh + 1 : 0;
    int critical = clearOf(Tier.CRITICAL, sample, tiers) ? clearOfCritical + 1 : 0;
    Tier entered = entered(sample, tiers);
    Tier kept = Tier.NORMAL;
    if (tier == Tier.CRITICAL && critical < tiers.leaveSamples()) {
      kept = Tier.CRITICAL;
    } else if (tier != Tier.NORMAL && high < tiers.leaveSamples()) {
      kept = Tier.HIGH;
    }
    return new TierTracker(
        entered.compareTo(kept) > 0 ? entered : kept,
        Math.min(high, tiers.leaveSamples()),
        Math.min(critical, tiers.leaveSamples()));
  }

  /** The tier of one sample by itself. */
  static Tier entered(MemorySample sample, MemoryPolicy.Tiers tiers) {
    if (reason(Tier.CRITICAL, sample, tiers) != null) {
      return Tier.CRITICAL;
    }
    return reason(Tier.HIGH, sample, tiers) != null ? Tier.HIGH : Tier.NORMAL;
  }

  /** Why a sample belongs to a tier; how much memory is in use where nothing else says more. */
  static Cause cause(Tier tier, MemorySample sample, MemoryPolicy.Tiers tiers) {
    Cause reason = tier == Tier.NORMAL ? null : reason(tier, sample, tiers);
    return reason == null ? used(sample) : reason;
  }

  static Cause used(MemorySample sample) {
    return new Cause.Used(sample.usedPercent(), sample.limitCounts(), biggest(sample));
  }

  private static @Nullable Cause reason(Tier tier, MemorySample sample, MemoryPolicy.Tiers tiers) {
    if (sample.usedPercent() >= entryPercent(tier, tiers)) {
      return used(sample);
    }
    Stall stall = sample.stall();
    if (stall != null && stalls(tier, stall, tiers)) {
      return new Cause.Stalled(stall, biggest(sample));
    }
    return signals(tier, sample.signal()) ? new Cause.Signalled(biggest(sample)) : null;
  }

  private static boolean clearOf(Tier tier, MemorySample sample, MemoryPolicy.Tiers tiers) {
    Stall stall = sample.stall();
    return sample.usedPercent() < entryPercent(tier, tiers) - tiers.leavePoints()
        && (stall == null || !stalls(tier, stall, tiers))
        && !signals(tier, sample.signal());
  }

  private static double entryPercent(Tier tier, MemoryPolicy.Tiers tiers) {
    return switch (tier) {
      case NORMAL -> 0;
      case HIGH -> tiers.highUsedPercent();
      case CRITICAL -> tiers.criticalUsedPercent();
    };
  }

  private static boolean stalls(Tier tier, Stall stall, MemoryPolicy.Tiers tiers) {
    return switch (tier) {
      case NORMAL -> false;
      case HIGH -> stall.someAvg10() >= tiers.highStallSomePercent();
      case CRITICAL -> stall.fullAvg10() >= tiers.criticalStallFullPercent();
    };
  }

  private static boolean signals(Tier tier, SystemSignal signal) {
    return switch (tier) {
      case NORMAL -> false;
      case HIGH -> signal != SystemSignal.NONE;
      case CRITICAL -> signal == SystemSignal.CRITICAL;
    };
  }

  private static @Nullable ProgramMemory biggest(MemorySample sample) {
    return sample.biggest().isEmpty() ? null : sample.biggest().getFirst();
  }
}
