package app.headroom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFitTest {

  @Test
  void findsTheSlopeOfALine() {
    LineFit fit = new LineFit();
    for (int x = 0; x < 300; x++) {
      fit.add(x, 5e6 + 1300 * x);
    }
    assertThat(fit.slope()).isCloseTo(1300, within(1e-6));
    assertThat(fit.slopeError()).isCloseTo(0, within(1e-6));
    assertThat(fit.flat(3)).isFalse();
  }

  /** Of noise whose neighbours resemble each other, 3 errors hold zero nearly always. */
  @Test
  void theErrorOfTheSlopeIsHonest() {
    int flat = 0;
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      LineFit fit = new LineFit();
      double wander = 0;
      for (int x = 0; x < 450; x++) {
        wander = 0.8 * wander + random.nextGaussian();
        fit.add(x, 250e6 + 1e6 * wander);
      }
      flat += fit.flat(3) ? 1 : 0;
    }
    assertThat(flat).isGreaterThan(190);
  }

  @Test
  void aSlopeIsSeenThroughNoise() {
    Random random = new Random(1);
    LineFit fit = new LineFit();
    for (int x = 0; x < 450; x++) {
      fit.add(x, 250e6 + 20_000 * x + 1e6 * random.nextGaussian());
    }
    assertThat(fit.flat(3)).isFalse();
    assertThat(fit.toString()).contains("kB a segment", "standard error");
  }

  @Test
  void tooFewPointsAreNoLine() {
    LineFit fit = new LineFit();
    fit.add(1, 1);
    assertThatThrownBy(fit::slope).isInstanceOf(IllegalStateException.class);
  }
}
