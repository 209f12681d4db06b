package app.headroom.demucs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MixLevelTest {

  @Test
  void isTheOriginalProgramsLevel() {
    float[] planar = Golden.read("track-mix.f32");
    int frames = planar.length / 2;
    var meter = new MixLevel.Meter();
    for (int i = 0; i < frames; i++) {
      meter.add(new float[] {planar[i], planar[frames + i]}, 1);
    }
    MixLevel level = meter.level();
    assertThat(level.mean()).isCloseTo(2.3822747607482597e-05, within(1e-9));
    assertThat(level.deviation()).isCloseTo(0.15823669731616974, within(1e-8));
  }

  @Test
  void isExactFarFromZero() {
    var meter = new MixLevel.Meter();
    float[] frames = new float[2 * 1024];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = 4096 + (i / 2 % 2 == 0 ? 0.25f : -0.25f);
    }
    for (int i = 0; i < 1000; i++) {
      meter.add(frames, 1024);
    }
    assertThat(meter.level().mean()).isCloseTo(4096, within(1e-6));
    assertThat(meter.level().deviation()).isCloseTo(0.25, within(1e-6));
  }

  @Test
  void hasNoDeviationForLessThanTwoFrames() {
    var meter = new MixLevel.Meter();
    assertThat(meter.level()).isEqualTo(new MixLevel(0, 0));
    meter.add(new float[] {0.5f, 0.25f}, 1);
    assertThat(meter.level()).isEqualTo(new MixLevel(0.375, 0));
  }

  @Test
  void keepsSilenceFinite() {
    var silence = new MixLevel(0, 0);
    assertThat(silence.normalised(0)).isZero();
    assertThat(silence.denormalised(1)).isCloseTo(0, within(1e-7f));
  }

  @Test
  void refusesWhatIsNoLevel() {
    assertThatThrownBy(() -> new MixLevel(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MixLevel(0, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
