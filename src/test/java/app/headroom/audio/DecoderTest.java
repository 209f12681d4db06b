package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

  private static final float[] SONG = Sounds.music(100_001, 2, 1);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyFormatHasTheSongsLength(OutputFormat format) throws Exception {
    int rateHz = format == OutputFormat.OPUS ? 48_000 : 44_100;
    Path file = Sounds.encoded(folder.resolve("song." + format.extension()), format, rateHz, SONG);

    DecodedSource source = Decoder.decode(file, Sounds.spool(folder), Watch.NONE);

    switch (format) {
      // ffmpeg's decoder fills the last packet of 1024 frames, whatever the file says.
      case AAC -> assertThat(source.sourceFrames()).isBetween(100_001L, 100_001L + 1023);
      default -> assertThat(source.sourceFrames()).isEqualTo(100_001);
    }
    assertThat(source.notes()).isEmpty();
    assertThat(source.info().sampleRateHz()).isEqualTo(rateHz);
    assertThat(source.info().channels()).isEqualTo(2);
    assertThat(source.info().durationSeconds())
        .isCloseTo(100_001.0 / rateHz, within(format == OutputFormat.OPUS ? 0.01 : 0.002));
  }

  @Test
  void floatsComeThroughUnchanged() throws Exception {
    Path file = Sounds.wav(folder.resolve("a.wav"), 44_100, 2, 32, SONG);
    assertThat(Sounds.decoded(file, folder)).isEqualTo(SONG);
  }

  @Test
  void losslessFormatsComeThroughAsRounded() throws Exception {
    Path file = Sounds.encoded(folder.resolve("a.flac"), OutputFormat.FLAC, 44_100, SONG);
    float[] decoded = Sounds.decoded(file, folder);
    for (int i = 0; i < SONG.length; i++) {
      assertThat(decoded[i]).isEqualTo((float) (Math.rint(SONG[i] * 8388608.0) / 8388608.0));
    }
  }

  @Test
  void monoGoesToBothSidesUnchanged() throws Exception {
    float[] mono = Sounds.music(5000, 1, 2);
    float[] decoded =
        Sounds.decoded(Sounds.wav(folder.resolve("m.wav"), 44_100, 1, 32, mono), folder);
    for (int i = 0; i < mono.length; i++) {
      assertThat(decoded[2 * i]).isEqualTo(mono[i]);
      assertThat(decoded[2 * i + 1]).isEqualTo(mono[i]);
    }
  }

  /**
   * Front, centre and back at the weights of ITU-R BS.775; the low-frequency channel is left out.
   */
  @Test
  void surroundIsMixedDown() throws Exception {
    float[] six = Sounds.music(3000, 6, 3);
    float[] decoded =
        Sounds.decoded(Sounds.wav(folder.resolve("s.wav"), 44_100, 6, 32, six), folder);
    double half = Math.sqrt(0.5);
    for (int i = 0; i < 3000; i++) {
      double centre = six[6 * i + 2] * half;
      assertThat((double) decoded[2 * i])
          .isCloseTo(six[6 * i] + centre + six[6 * i + 4] * half, within(1e-5));
      assertThat((double) decoded[2 * i + 1])
          .isCloseTo(six[6 * i + 1] + centre + six[6 * i + 5] * half, within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void oneToEightChannels(int channels) throws Exception {
    Path file =
        Sounds.wav(
            folder.resolve("c.wav"), 44_100, channels, 24, Sounds.music(3000, channels, channels));
    DecodedSource source = Decoder.decode(file, Sounds.spool(folder), Watch.NONE);
    assertThat(source.frames()).isEqualTo(3000);
    assertThat(source.info().channels()).isEqualTo(channels);
  }

  @ParameterizedTest
  @CsvSource({
    "8000, 8000, 44100",
    "48000, 48000, 44100",
    "96000, 96000, 44100",
    "22050, 1001, 2002",
    "192000, 100000, 22969",
  })
  void anyRateBecomes44100(int rateHz, int frames, int expected) throws Exception {
    Path file = Sounds.wav(folder.resolve("r.wav"), rateHz, 2, 16, Sounds.music(frames, 2, rateHz));
    DecodedSource source = Decoder.decode(file, Sounds.spool(folder), Watch.NONE);
    assertThat(source.frames()).isEqualTo(expected);
    assertThat(source.sourceFrames()).isEqualTo(frames);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 44_100, 48_000, 96_000})
  void oneSampleIsASong(int rateHz) throws Exception {
    Path file = Sounds.wav(folder.resolve("one.wav"), rateHz, 2, 16, new float[] {0.5f, -0.5f});
    DecodedSource source = Decoder.decode(file, Sounds.spool(folder), Watch.NONE);
    assertThat(source.frames()).isBetween(1L, 6L);
    assertThat(source.sourceFrames()).isEqualTo(1);
    assertThat(source.levels().std()).isZero();
  }

  @Test
  void silenceIsASong() throws Exception {
    Path file = Sounds.wav(folder.resolve("silence.wav"), 44_100, 2, 16, new float[20_000]);
    DecodedSource source = Decoder.decode(file, Sounds.spool(folder), Watch.NONE);
    assertThat(source.frames()).isEqualTo(10_000);
    assertThat(source.levels()).isEqualTo(new Levels(0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void whatIsNoNumberBecomesZero(int bits) throws Exception {
    float[] samples = SONG.clone();
    samples[10] = Float.NaN;
    samples[11] = Float.POSITIVE_INFINITY;
    samples[5000] = Float.NEGATIVE_INFINITY;
    samples[5001] = 40;
    Path file = Sounds.wav(folder.resolve("nan.wav"), 44_100, 2, bits, samples);
    Spool spool = Sounds.spool(folder);

    DecodedSource source = Decoder.decode(file, spool, Watch.NONE);

    samples[10] = 0;
    samples[11] = 0;
    samples[5000] = 0;
    assertThat(Sounds.floats(spool.source())).isEqualTo(samples);
    assertThat(source.nonFiniteSamples()).isEqualTo(3);
    assertThat(source.levels().peak()).isEqualTo(40);
    assertThat(source.notes()).singleElement().asString().contains("3 of its samples");
  }

  @Test
  void nanDoesNotSpreadThroughTheResampler() throws Exception {
    float[] samples = SONG.clone();
    samples[1001] = Float.NaN;
    float[] zeroed = SONG.clone();
    zeroed[1001] = 0;
    Path bad = Sounds.wav(folder.resolve("nan.wav"), 48_000, 2, 32, samples);
    Path good = Sounds.wav(folder.resolve("good.wav"), 48_000, 2, 32, zeroed);
    assertThat(Sounds.decoded(bad, folder)).isEqualTo(Sounds.decoded(good, folder));
  }

  @Test
  void levelsAreThoseOfTheWholeSong() throws Exception {
    Path file = Sounds.wav(folder.resolve("a.wav"), 44_100, 2, 32, SONG);
    Levels levels = Decoder.decode(file, Sounds.spool(folder), Watch.NONE).levels();

    double mean = 0;
    for (float sample : SONG) {
      mean += sample / (double) SONG.length;
    }
    double squares = 0;
    for (int i = 0; i < SONG.length; i += 2) {
      squares += Math.pow(((double) SONG[i] + SONG[i + 1]) / 2 - mean, 2);
    }
    assertThat(levels.mean()).isCloseTo(mean, within(1e-12));
    assertThat(levels.std()).isCloseTo(Math.sqrt(squares / (SONG.length / 2 - 1)), within(1e-12));
  }

  /** The values that PyTorch has, in float32, of {@code golden/track-mix}. */
  @Test
  void levelsAreThoseOfDemucs() throws Exception {
    Levels levels = Decoder.decode(Sounds.falcon(), Sounds.spool(folder), Watch.NONE).levels();
    assertThat(levels.mean()).isCloseTo(2.3822747607482597e-05, within(1e-9));
    assertThat(levels.std()).isCloseTo(0.15823669731616974, within(1e-7));
  }

  @ParameterizedTest
  @EnumSource(names = {"MP3", "FLAC", "WAV16", "OPUS", "WAV24"})
  void whatIsCutOffIsDecodedAsFarAsItGoes(OutputFormat format) throws Exception {
    float[] song = Sounds.music(300_000, 2, 4);
    Path whole =
        Sounds.encoded(folder.resolve("whole." + format.extension()), format, 48_000, song);
    Path half = Sounds.cut(whole, folder.resolve("half." + format.extension()), 0.5);

    DecodedSource source = Decoder.decode(half, Sounds.spool(folder), Watch.NONE);

    assertThat(source.sourceFrames()).isBetween(100_000L, 200_000L);
    if (format != OutputFormat.OPUS) { // Ogg promises no length
      assertThat(source.notes().getFirst()).startsWith("It ends early: ");
    }
  }

  @Test
  void m4aWithItsIndexInFrontIsDecodedAsFarAsItGoes() throws Exception {
    float[] song = Sounds.music(300_000, 2, 4);
    Path whole =
        Sounds.encoded(
            folder.resolve("whole.m4a"),
            OutputFormat.AAC,
            44_100,
            song,
            Map.of("movflags", "faststart"));
    Path half = Sounds.cut(whole, folder.resolve("half.m4a"), 0.5);
    DecodedSource source = Decoder.decode(half, Sounds.spool(folder), Watch.NONE);
    assertThat(source.frames()).isBetween(100_000L, 200_000L);
    assertThat(source.notes().getFirst()).startsWith("It ends early: ");
  }

  @Test
  void damagedPlacesAreSkippedAndTold() throws Exception {
    Path file =
        Sounds.encoded(
            folder.resolve("a.flac"), OutputFormat.FLAC, 44_100, Sounds.music(200_000, 2, 5));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 50_000; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    DecodedSource source = Decoder.decode(file, Sounds.spool(folder), Watch.NONE);
    assertThat(source.frames()).isBetween(150_000L, 200_000L);
    assertThat(source.notes()).anyMatch(note -> note.startsWith("It is damaged: "));
  }

  @Test
  void aHeaderThatPromisesHoursIsNotBelieved() throws Exception {
    byte[] data = new byte[4 * 44_100];
    Path wav =
        Files.write(folder.resolve("h.wav"), Sounds.wavBytes(44_100, 2, 16, data, 0x70000000L));
    DecodedSource fromWav = Decoder.decode(wav, Sounds.spool(folder), Watch.NONE);
    assertThat(fromWav.frames()).isEqualTo(44_100);
    assertThat(fromWav.notes().getFirst()).startsWith("It ends early: the last 1.9 GB");

    Path flac = Sounds.encoded(folder.resolve("h.flac"), OutputFormat.FLAC, 44_100, SONG);
    byte[] bytes = Files.readAllBytes(flac);
    bytes[21] |= 0x0f; // the number of samples, 36 bits
    Arrays.fill(bytes, 22, 26, (byte) 0xff);
    Files.write(flac, bytes);
    DecodedSource fromFlac = Decoder.decode(flac, Sounds.spool(folder), Watch.NONE);
    assertThat(fromFlac.frames()).isEqualTo(100_001);
    assertThat(fromFlac.info().durationSeconds()).isNull();
    assertThat(fromFlac.notes().getFirst())
        .startsWith("It ends early: its header promises 432:51:04");
  }

  @Test
  void progressIsToldAndCanStopIt() throws Exception {
    Path file = Sounds.wav(folder.resolve("a.wav"), 44_100, 2, 16, SONG);
    AtomicLong calls = new AtomicLong();
    Decoder.decode(
        file,
        Sounds.spool(folder),
        (done, total) -> {
          assertThat(total).isEqualTo(100_001);
          assertThat(done).isBetween(0L, total);
          calls.incrementAndGet();
          return true;
        });
    assertThat(calls.get()).isGreaterThan(5);
    assertThatThrownBy(
            () -> Decoder.decode(file, Sounds.spool(folder), (done, total) -> done < 10_000))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void odditiesInNamesDoNoHarm() throws IOException, AudioException {
    for (String name :
        new String[] {
          "new\nline.wav",
          "\"quotes' `$(x).wav",
          "🦅 ünï.wav",
          "-dash.wav",
          "a:b%20c#d?.wav",
          "pipe:0.wav",
          "x".repeat(250) + ".wav",
          " .wav",
          "concat:a|b.wav"
        }) {
      Path file = Sounds.wav(folder.resolve(name), 44_100, 2, 16, new float[200]);
      assertThat(Decoder.decode(file, Sounds.spool(folder), Watch.NONE).frames()).isEqualTo(100);
      Files.delete(file);
    }
  }
}
