package app.headroom.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.ui.memory.MemoryHistory.Bucket;
import app.headroom.ui.memory.MemoryHistory.Mark;
import app.headroom.ui.memory.MemoryHistory.MarkKind;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MemoryHistoryTest {

  private static final Instant START = Instant.parse("2026-05-04T19:00:00Z");

  private final MemoryHistory history = new MemoryHistory();

  @Test
  void keepsTheFullestSampleOfABucket() {
    history.add(START, sample(0.4));
    history.add(START.plusMillis(500), sample(0.7));
    history.add(START.plusMillis(1000), sample(0.5));
    assertThat(history.bucket(0).others()).isEqualTo(0.7);
  }

  @Test
  void aMachineThatSleptLeavesAGap() {
    history.add(START, sample(0.4));
    history.add(START.plusSeconds(60), sample(0.5));
    assertThat(history.bucket(0).others()).isEqualTo(0.5);
    assertThat(history.bucket(1).empty()).isTrue();
    assertThat(history.bucket(29).empty()).isTrue();
    assertThat(history.bucket(30).others()).isEqualTo(0.4);
  }

  @Test
  void afterAnHourOnlyTheLastTenMinutesAreThere() {
    for (int i = 0; i < 3600 * 4; i++) {
      history.add(START.plusMillis(i * 250L), sample(i < 3600 * 2 ? 0.1 : 0.6));
    }
    for (int age = 0; age < MemoryHistory.BUCKETS; age++) {
      assertThat(history.bucket(age).others()).isEqualTo(0.6);
    }
  }

  @Test
  void marksMoveLeftAndGoWhenTheyAreTenMinutesOld() {
    history.add(START, sample(0.4));
    history.mark(new Mark(START, MarkKind.HALVED, "halved"));
    assertThat(history.position(START)).isEqualTo(1, Offset.offset(0.01));
    history.add(START.plus(Duration.ofMinutes(5)), sample(0.4));
    assertThat(history.position(START)).isEqualTo(0.5, Offset.offset(0.01));
    history.add(START.plus(Duration.ofMinutes(11)), sample(0.4));
    assertThat(history.marks()).isEmpty();
  }

  @Test
  void marksAreBounded() {
    history.add(START, sample(0.4));
    for (int i = 0; i < 1000; i++) {
      history.mark(new Mark(START, MarkKind.HIGH, "mark " + i));
    }
    assertThat(history.marks()).hasSize(MemoryHistory.MAX_MARKS);
    assertThat(history.marks().getLast().text()).isEqualTo("mark 999");
  }

  private static Bucket sample(double others) {
    return new Bucket(others, 0, Double.NaN, Double.NaN);
  }
}
