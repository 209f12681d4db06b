package app.headroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "499, 0:00",
    "500, 0:01",
    "60400, 1:00",
    "60500, 1:01",
    "3599500, 1:00:00",
    "3723000, 1:02:03",
    "-5000, 0:00"
  })
  void areToldToTheNearestSecond(long millis, String text) {
    assertThat(Times.text(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
