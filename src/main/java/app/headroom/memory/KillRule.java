package app.headroom.memory;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.util.Optional;

/**
 * When a job's process tree is ended, and what follows. Pure; the first part runs on the sampler's
 * thread, before anything else is done with a sample.
 */
public final class KillRule {

  private KillRule() {}

  /** A kill, if the tree holds more than its limit. */
  public static Optional<Decision.Kill> check(JobId job, long killBytes, TreeMemory tree) {
    return tree.rssBytes() > killBytes
        ? Optional.of(new Decision.Kill(job, new Cause.OwnFootprint(tree.rssBytes(), killBytes)))
        : Optional.empty();
  }

  /** What becomes of a job after it was killed for its memory. */
  public sealed interface After {

    /**
     * Back to the queue, from its last checkpoint.
     *
     * @param start its first segment is at most this long
     * @param killsOnLowestRung to be kept with the job, for the next kill
     */
    record TryAgain(SegmentLength start, int killsOnLowestRung) implements After {}

    record GiveUp() implements After {}
  }

  /**
   * @param engine of the job
   * @param killedAt length of the segment that ran
   * @param killsOnLowestRung how many there were before this one
   */
  public static After after(
      String engine, SegmentLength killedAt, int killsOnLowestRung, MemoryPolicy policy) {
    Ladder ladder = policy.segments().ladderOf(engine);
    if (!ladder.isLowest(killedAt)) {
      return new After.TryAgain(ladder.oneDown(killedAt), killsOnLowestRung);
    }
    int kills = killsOnLowestRung + 1;
    return kills >= policy.limits().killsOnLowestRung()
        ? new After.GiveUp()
        : new After.TryAgain(killedAt, kills);
  }
}
