package app.headroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobHistoryTest {

  @Test
  void aClockThatIsSetBackTakesNoTimeAway() {
    JobHistory.Work work =
        JobHistory.NONE.work().spent(Duration.ofSeconds(5), 7).spent(Duration.ofHours(-1), 3);
    assertThat(work.wall()).isEqualTo(Duration.ofSeconds(5));
    assertThat(work.peakBytes()).isEqualTo(7);
  }

  @Test
  void whatIsSaidOfTheStemsOutlivesWhatHappenedOnTheWay() {
    String remark = "It ends early: its header promises 4:12.0, 1:30.4 are there.";
    JobHistory history = JobHistory.NONE.noted(remark);
    for (int i = 0; i < 3 * Receipt.MAX_NOTES; i++) {
      history = history.noted("resumed at 0:" + i);
    }
    assertThat(history.notes()).hasSize(Receipt.MAX_NOTES).startsWith(remark);
  }

  @Test
  void onlySoManyNotesAreKeptAndNoneIsLong() {
    JobHistory history = JobHistory.NONE;
    for (int i = 0; i < 3 * Receipt.MAX_NOTES; i++) {
      history = history.noted(i + " " + "x".repeat(10_000));
    }
    assertThat(history.notes()).hasSize(Receipt.MAX_NOTES);
    assertThat(history.notes().getLast()).startsWith(3 * Receipt.MAX_NOTES - 1 + " ");
    assertThat(history.notes()).allSatisfy(note -> assertThat(note).hasSizeLessThan(500));
  }
}
