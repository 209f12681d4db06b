package app.headroom.ui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.SegmentLength;
import app.headroom.memory.Forecast;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.ui.scripted.Song;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every song takes half its length, alone. */
class TimesLeftTest {

  private static final Song ONE = new Song("One", null, 200);
  private static final Song TWO = new Song("Two", null, 60);

  private final TimesLeft times = new TimesLeft(TimesLeftTest::outlook);

  private static Outlook outlook(JobSnapshot job) {
    double seconds = Objects.requireNonNull(job.audioSeconds());
    Duration time = Duration.ofMillis(Math.round(seconds * 500));
    return new Outlook(new Forecast(SegmentLength.SHORTEST, 1, time, 1L), 1, null);
  }

  @Test
  void songsThatWaitCountToo() {
    // half of 200 s at twice the speed
    assertThat(left(1, ONE.running(0.5, 2, 3.9, 1))).isEqualTo(Duration.ofSeconds(50));
    assertThat(left(1, ONE.running(0.5, 2, 3.9, 1), TWO.waiting()))
        .isEqualTo(Duration.ofSeconds(50 + 30));
    assertThat(left(1, TWO.waiting())).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aSongThatHasNotMeasuredYetTakesWhatWasForecast() {
    assertThat(left(1, ONE.doing("decoding", 0.01, 1), TWO.waiting()))
        .isEqualTo(Duration.ofSeconds(100 + 30));
  }

  @Test
  void onlyWhatGoesOnByItselfCounts() {
    assertThat(left(1, ONE.paused(0.3), TWO.parked(0.5, "memory at 90 %")))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(left(1, ONE.cancelled())).isNull();
    assertThat(left(3)).isNull();
  }

  /** Songs side by side share the processor: the batch takes as long as one after the other. */
  @Test
  void songsSideBySideTakeAsLongAsOneAfterTheOther() {
    JobSnapshot[] six =
        IntStream.range(0, 6)
            .mapToObj(i -> new Song("Song " + i, null, 60).waiting())
            .toArray(JobSnapshot[]::new);
    assertThat(left(3, six)).isEqualTo(left(1, six)).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void aSongGoesToThePlaceThatIsFreeFirst() {
    // 100 s and 15 s are left; 30 s become 60 s beside another
    assertThat(
            left(
                2,
                ONE.running(0.0, 2, 3.9, 1),
                TWO.running(0.5, 2, 3.9, 1),
                new Song("Three", null, 60).waiting()))
        .isEqualTo(Duration.ofSeconds(100));
  }

  private @Nullable Duration left(int jobsAtOnce, JobSnapshot... jobs) {
    Stream.of(jobs).forEach(times::look);
    return times.of(List.of(jobs), jobsAtOnce);
  }
}
