package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private Silence silence = Silence.broken(0, 0, 0);

  @Test
  void whoIsIdleAndSilentIsGivenTwentyLooks() {
    assertThat(looksUntilTooLong(0.001)).isEqualTo(20);
  }

  @Test
  void whoComputesIsGivenSixTimesAsMany() {
    assertThat(looksUntilTooLong(1.9)).isEqualTo(120);
  }

  @Test
  void whoGetsLittleOfACrowdedMachineComputesAsWell() {
    assertThat(looksUntilTooLong(0.05)).isEqualTo(120);
  }

  @Test
  void aWordBeginsItAnew() {
    for (int look = 1; look < 20; look++) {
      silence = silence.look(0, 0, look * SECOND);
    }
    assertThat(silence.isTooLong()).isFalse();
    silence = silence.look(19 * SECOND, 0, 20 * SECOND);
    silence = silence.look(19 * SECOND, 0, 21 * SECOND);
    assertThat(silence.isTooLong()).isFalse();
  }

  private int looksUntilTooLong(double shareOfACore) {
    int looks = 0;
    while (!silence.isTooLong()) {
      looks++;
      silence = silence.look(0, Math.round(looks * shareOfACore * SECOND), looks * SECOND);
    }
    return looks;
  }
}
