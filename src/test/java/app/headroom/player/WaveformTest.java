package app.headroom.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.audio.Spool;
import app.headroom.audio.StemWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaveformTest {

  private static final int STEMS = 2;
  private static final int FRAMES = 300_000;

  @TempDir Path folder;

  /** One stem gets louder from start to end, the other is silent. */
  private static float[] frames(int first, int count) {
    float[] frames = new float[count * 2 * STEMS];
    for (int i = 0; i < count; i++) {
      frames[i * 2 * STEMS] = ((first + i) % 2 == 0 ? 0.8f : -0.8f) * (first + i) / FRAMES;
    }
    return frames;
  }

  @Test
  void itFollowsASpoolThatGrowsAndIsTheSameInTheEnd() throws IOException {
    Spool spool = new Spool(folder);
    WaveformReader reader = new WaveformReader(spool, STEMS, FRAMES);
    assertThat(reader.read().known()).as("before anything is there").isZero();
    try (StemWriter writer = StemWriter.create(spool, STEMS)) {
      for (int done = 0; done < FRAMES; done += 10_000) {
        writer.append(frames(done, 10_000), 10_000);
        Waveform now = reader.read();
        assertThat(now.known() * FRAMES).isCloseTo(done + 10_000, within(1500.0));
      }
    }
    Waveform whole = reader.read();
    assertThat(whole.known()).isEqualTo(1);
    assertThat(whole.peak(0, 0.49, 0.5)).isCloseTo(0.4, within(0.02));
    assertThat(whole.peak(0, 0, 1)).isCloseTo(0.8, within(0.02));
    assertThat(whole.peak(1, 0, 1)).isZero();
    Waveform atOnce = new WaveformReader(spool, STEMS, FRAMES).read();
    for (double at = 0; at < 1; at += 0.01) {
      assertThat(atOnce.peak(0, at, at + 0.01)).isEqualTo(whole.peak(0, at, at + 0.01));
    }
    whole.write(folder.resolve("kept"));
    assertThat(Waveform.read(folder.resolve("kept")).peak(0, 0.7, 0.8))
        .isEqualTo(whole.peak(0, 0.7, 0.8));
  }

  @Test
  void aSongShorterThanItsColumnsIsDrawnWithoutGaps() throws IOException {
    Spool spool = new Spool(folder);
    try (StemWriter writer = StemWriter.create(spool, STEMS)) {
      writer.append(frames(FRAMES - 10_240, 10_240), 10_240);
    }
    Waveform waveform = new WaveformReader(spool, STEMS, 10_240).read();
    assertThat(waveform.known()).isEqualTo(1);
    for (double at = 0; at < 0.999; at += 0.001) {
      assertThat(waveform.peak(0, at, at + 0.001)).isGreaterThan(0.7);
    }
  }
}
