package app.headroom.ui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobMemoryTest {

  private final JobMemory memory = new JobMemory();

  @Test
  void stayesWithinItsRoomHoweverLongASongRuns() {
    for (int i = 0; i < 100_000; i++) {
      memory.add(0.5);
    }
    assertThat(memory.shares().length).isBetween(JobMemory.POINTS / 2, JobMemory.POINTS);
    assertThat(memory.shares()).containsOnly(0.5f);
  }

  @Test
  void aPeakIsNeverLost() {
    for (int i = 0; i < 10_000; i++) {
      memory.add(i == 7_001 ? 0.9 : 0.5);
    }
    assertThat(memory.shares()).contains(0.9f);
  }
}
