package app.headroom.memory;

import static app.headroom.memory.Samples.GB;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import org.junit.jupiter.api.Test;

class KillRuleTest {

  private static final MemoryPolicy POLICY = MemoryPolicy.DEFAULT;

  @Test
  void aTreeAboveItsLimitIsEnded() {
    JobId job = JobId.random();
    assertThat(KillRule.check(job, 4 * GB, new TreeMemory(4 * GB, null, 2))).isEmpty();
    assertThat(KillRule.check(job, 4 * GB, new TreeMemory(4_100_000_000L, null, 2)))
        .hasValueSatisfying(
            kill -> {
              assertThat(kill.job()).isEqualTo(job);
              assertThat(kill.text())
                  .isEqualTo("ended: the job uses 4.1 GB of 4.0 GB, the hard limit");
            });
  }

  @Test
  void afterAKillTheJobGoesOnOneRungLower() {
    assertThat(KillRule.after(CostKey.BUILT_IN, SegmentLength.ofSeconds(7.8), 0, POLICY))
        .isEqualTo(new KillRule.After.TryAgain(SegmentLength.ofSeconds(5.85), 0));
    assertThat(KillRule.after(CostKey.BUILT_IN, SegmentLength.ofSeconds(1.95), 0, POLICY))
        .isEqualTo(new KillRule.After.TryAgain(SegmentLength.SHORTEST, 0));
  }

  @Test
  void killedTwiceOnTheLowestRungItHasFailed() {
    assertThat(KillRule.after(CostKey.BUILT_IN, SegmentLength.SHORTEST, 0, POLICY))
        .isEqualTo(new KillRule.After.TryAgain(SegmentLength.SHORTEST, 1));
    assertThat(KillRule.after(CostKey.BUILT_IN, SegmentLength.SHORTEST, 1, POLICY))
        .isEqualTo(new KillRule.After.GiveUp());
  }
}
