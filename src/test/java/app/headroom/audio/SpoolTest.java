package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

  private static final int FRAMES = 20_000;
  private static final int STEMS = 4;

  @TempDir Path folder;

  /** Frames of all stems, one after another. */
  private static float[] stems(long seed) {
    Random random = new Random(seed);
    float[] samples = new float[FRAMES * 2 * STEMS];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian() * 0.2f;
    }
    return samples;
  }

  private static float[] from(float[] stems, int frame) {
    return Arrays.copyOfRange(stems, frame * 2 * STEMS, stems.length);
  }

  @Test
  void sourceIsReadAnywhere() throws Exception {
    float[] song = Sounds.music(10_000, 2, 1);
    Spool spool = Sounds.spool(folder);
    Path file = Sounds.wav(folder.resolve("a.wav"), 44_100, 2, 32, song);
    Decoder.decode(file, spool, Watch.NONE);
    try (SourceSpool source = SourceSpool.open(spool, 10_000)) {
      for (int start : new int[] {0, 1, 4095, 999}) {
        float[] frames = new float[18_005];
        source.read(start, 9_000 - start, frames);
        assertThat(Arrays.copyOf(frames, 2 * (9_000 - start)))
            .isEqualTo(Arrays.copyOfRange(song, 2 * start, 18_000));
        assertThat(frames[2 * (9_000 - start)]).isZero();
      }
      assertThatThrownBy(() -> source.read(9_999, 2, new float[4])).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> SourceSpool.open(spool, 10_001)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 7_777, 20_000})
  void resumedStemsEqualThoseNeverInterrupted(int interruptedAt) throws Exception {
    float[] stems = stems(5);
    Spool straight = Sounds.spool(folder);
    StemPeaks expected;
    try (StemWriter writer = StemWriter.create(straight, STEMS)) {
      writer.append(stems, FRAMES);
      expected = writer.peaks();
    }

    Spool resumed = Sounds.spool(folder);
    StemPeaks kept;
    try (StemWriter writer = StemWriter.create(resumed, STEMS)) {
      writer.append(stems, interruptedAt);
      writer.force();
      kept = writer.peaks();
      // Written, but not in the checkpoint when the power went.
      writer.append(stems(6), 1500);
    }
    try (StemWriter writer = StemWriter.resume(resumed, interruptedAt, kept)) {
      assertThat(writer.frames()).isEqualTo(interruptedAt);
      writer.append(from(stems, interruptedAt), FRAMES - interruptedAt);
      assertThat(writer.peaks()).isEqualTo(expected);
    }

    assertThat(resumed.stems()).hasSameBinaryContentAs(straight.stems());
    assertThat(resumed.waveform()).hasSameBinaryContentAs(straight.waveform());
  }

  /** As several networks do it, one stem or two in each pass. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1025, 20_000})
  void stemsWrittenInPassesEqualThoseWrittenAtOnce(int interruptedAt) throws Exception {
    float[] stems = stems(5);
    Spool straight = Sounds.spool(folder);
    StemPeaks expected;
    try (StemWriter writer = StemWriter.create(straight, STEMS)) {
      writer.append(stems, FRAMES);
      expected = writer.peaks();
    }

    Spool spool = Sounds.spool(folder);
    List<List<Integer>> passes = new ArrayList<>(List.of(List.of(STEMS - 1)));
    for (int stem = 0; stem < STEMS - 1; stem++) {
      passes.add(List.of(stem));
    }
    StemPeaks peaks = StemPeaks.none(STEMS);
    for (List<Integer> given : passes) {
      var part =
          new StemWriter.Part(
              given, given.equals(passes.getFirst()), given.equals(passes.getLast()));
      float[] of = only(stems, given);
      StemPeaks kept;
      try (StemWriter writer = StemWriter.resume(spool, 0, peaks, part)) {
        writer.append(of, interruptedAt);
        kept = writer.peaks();
        // Written, but not in the checkpoint when the power went.
        writer.append(only(stems(6), given), Math.min(1500, FRAMES - interruptedAt));
      }
      try (StemWriter writer = StemWriter.resume(spool, interruptedAt, kept, part)) {
        int rest = FRAMES - interruptedAt;
        writer.append(Arrays.copyOfRange(of, 2 * interruptedAt, of.length), rest);
        assertThat(writer.frames()).isEqualTo(FRAMES);
        peaks = writer.peaks();
      }
    }
    assertThat(peaks).isEqualTo(expected);
    assertThat(spool.stems()).hasSameBinaryContentAs(straight.stems());
    assertThat(spool.waveform()).hasSameBinaryContentAs(straight.waveform());
  }

  private static float[] only(float[] stems, List<Integer> given) {
    float[] only = new float[stems.length / STEMS * given.size()];
    int to = 0;
    for (int frame = 0; frame < stems.length / (2 * STEMS); frame++) {
      for (int stem : given) {
        only[to++] = stems[(frame * STEMS + stem) * 2];
        only[to++] = stems[(frame * STEMS + stem) * 2 + 1];
      }
    }
    return only;
  }

  /** A song with its six stems stays below 2 MB a second, and what is lost is far below hearing. */
  @Test
  void manyStemsAreKeptInLessRoom() throws Exception {
    int stems = 6;
    int frames = 44_100;
    float[] song = Sounds.music(frames, 2 * stems, 11);
    song[0] = 0;
    song[1] = -0f;
    song[2] = 1e-30f;
    song[3] = -3.5f;
    Spool spool = Sounds.spool(folder);
    try (StemWriter writer = StemWriter.create(spool, stems)) {
      writer.append(song, frames);
    }
    assertThat(Files.size(spool.stems()) + Files.size(spool.waveform()) + frames * 8L)
        .isLessThanOrEqualTo(Spool.bytesFor(1, stems))
        .isLessThan(2_000_000);
    float[] read = new float[song.length];
    try (StemReader reader = StemReader.open(spool, stems)) {
      assertThat(reader.frames()).isEqualTo(frames);
      reader.read(0, frames, read);
    }
    double signal = 0;
    double error = 0;
    for (int i = 0; i < song.length; i++) {
      signal += (double) song[i] * song[i];
      error += Math.pow((double) song[i] - read[i], 2);
    }
    assertThat(10 * Math.log10(signal / error)).isGreaterThan(100);
    assertThat(read[2]).isCloseTo(1e-30f, within(1e-34f));
    assertThat(read[3]).isEqualTo(-3.5f);
  }

  @Test
  void aLostWaveformIsDrawnAgain() throws Exception {
    float[] stems = stems(5);
    Spool spool = Sounds.spool(folder);
    StemPeaks peaks;
    try (StemWriter writer = StemWriter.create(spool, STEMS)) {
      writer.append(stems, FRAMES);
      peaks = writer.peaks();
    }
    byte[] drawn = Files.readAllBytes(spool.waveform());
    Files.delete(spool.waveform());
    StemWriter.resume(spool, FRAMES, peaks).close();
    assertThat(spool.waveform()).hasBinaryContent(drawn);
  }

  @Test
  void stemsAreReadAndMeasured() throws Exception {
    float[] stems = stems(8);
    Spool spool = Sounds.spool(folder);
    StemPeaks peaks;
    try (StemWriter writer = StemWriter.create(spool, STEMS)) {
      writer.append(stems, FRAMES);
      peaks = writer.peaks();
    }
    float[] read = new float[3 * 2 * STEMS];
    try (StemReader reader = StemReader.open(spool, STEMS)) {
      assertThat(reader.frames()).isEqualTo(FRAMES);
      reader.read(FRAMES - 3, 3, read);
      assertThatThrownBy(() -> reader.read(FRAMES - 2, 3, read)).isInstanceOf(IOException.class);
    }
    assertThat(read).isEqualTo(from(stems, FRAMES - 3));
    double[] highest = new double[STEMS];
    double[] highestRest = new double[STEMS];
    for (int i = 0; i < stems.length; i++) {
      int channel = i % (2 * STEMS);
      double rest = 0;
      for (int other = channel % 2; other < 2 * STEMS; other += 2) {
        rest += other == channel ? 0 : stems[i - channel + other];
      }
      int stem = channel / 2;
      highest[stem] = Math.max(highest[stem], Math.abs(stems[i]));
      highestRest[stem] = Math.max(highestRest[stem], Math.abs(rest));
    }
    for (int stem = 0; stem < STEMS; stem++) {
      assertThat(peaks.stems().get(stem)).isEqualTo(highest[stem]);
      assertThat(peaks.rests().get(stem)).isCloseTo(highestRest[stem], within(1e-9));
    }
  }

  @Test
  void waveformHasLowestAndHighestOfEveryBlock() throws Exception {
    float[] stems = new float[2 * 3000];
    stems[2 * 5] = 0.5f;
    stems[2 * 900 + 1] = -0.25f;
    stems[2 * 1030 + 1] = 2;
    Spool spool = Sounds.spool(folder);
    try (StemWriter writer = StemWriter.create(spool, 1)) {
      writer.append(stems, 3000);
    }
    ByteBuffer peaks =
        ByteBuffer.wrap(Files.readAllBytes(spool.waveform())).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(peaks.remaining()).isEqualTo(2 * 2 * 2);
    assertThat(peaks.getShort()).isEqualTo((short) -8192);
    assertThat(peaks.getShort()).isEqualTo((short) 16384);
    assertThat(peaks.getShort()).isZero();
    assertThat(peaks.getShort()).isEqualTo(Short.MAX_VALUE);
  }

  @Test
  void aSpoolThatLostFramesIsNotGoneOnFrom() throws Exception {
    Spool spool = Sounds.spool(folder);
    try (StemWriter writer = StemWriter.create(spool, STEMS)) {
      writer.append(stems(1), 100);
    }
    assertThatThrownBy(() -> StemWriter.resume(spool, 101, StemPeaks.none(STEMS)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void atMostTwoMegabytesForASecond() {
    assertThat(Spool.bytesFor(1000, STEMS)).isBetween(1_764_000_000L, 2_000_000_000L);
  }
}
