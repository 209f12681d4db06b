package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.ClipMode;
import app.headroom.job.JobId;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Residual;
import app.headroom.job.SeparationRequest;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StemExportTest {

  private static final List<Stem> STEMS = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);

  /** Shares of the mix that the fake stems have; their peaks stand to each other likewise. */
  private static final float[] SHARES = {0.1f, 0.2f, 0.3f, 0.4f};

  @TempDir Path folder;

  /** A song in its spool with stems that are shares of it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Separated(
      Path file, Spool spool, DecodedSource source, StemPeaks peaks, float[] mix) {}

  private Separated separated(Path song, float loudness) throws IOException, AudioException {
    Spool spool = Sounds.spool(folder);
    DecodedSource source = Decoder.decode(song, spool, Watch.NONE);
    float[] mix = Sounds.floats(spool.source());
    float[] frames = new float[mix.length * STEMS.size()];
    for (int i = 0; i < mix.length; i++) {
      mix[i] *= loudness;
      for (int stem = 0; stem < STEMS.size(); stem++) {
        frames[(i / 2) * 2 * STEMS.size() + 2 * stem + i % 2] = mix[i] * SHARES[stem];
      }
    }
    try (StemWriter writer = StemWriter.create(spool, STEMS.size())) {
      writer.append(frames, mix.length / 2);
      return new Separated(song, spool, source, writer.peaks(), mix);
    }
  }

  private Separated song(int frames, float loudness) throws IOException, AudioException {
    Path file = folder.resolve("song.wav");
    return separated(Sounds.wav(file, 44_100, 2, 32, Sounds.music(frames, 2, frames)), loudness);
  }

  private StemExport.Order order(
      Separated song,
      StemSelection selection,
      OutputFormat format,
      ClipMode clip,
      OutputRate rate,
      int threads)
      throws IOException, AudioException {
    Path output = Files.createTempDirectory(folder, "out");
    Map<String, Path> files =
        ExportPlan.files(
            output,
            StemNames.parse(SeparationRequest.DEFAULT_NAME_TEMPLATE),
            new StemNames.Song("htdemucs", "song", song.source.info().tags(), format.extension()),
            ExportPlan.stemIds(STEMS, selection, Residual.NONE));
    return new StemExport.Order(
        JobId.random(),
        song.file,
        song.spool,
        song.source,
        STEMS,
        song.peaks,
        selection,
        Residual.NONE,
        format,
        clip,
        rate,
        "song",
        Music.UNKNOWN,
        output,
        files,
        false,
        threads);
  }

  private StemExport.Order order(
      Separated song, StemSelection selection, OutputFormat format, ClipMode clip, OutputRate rate)
      throws IOException, AudioException {
    return order(song, selection, format, clip, rate, 2);
  }

  private static StemExport.Exported published(StemExport.Order order) throws AudioException {
    StemExport.Exported exported = StemExport.write(order, Watch.NONE);
    assertThat(order.files().values()).noneMatch(Files::exists);
    Publisher.publish(exported.publication());
    assertThat(order.files().values()).allMatch(Files::exists);
    assertThat(exported.publication().workFolder()).doesNotExist();
    return exported;
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatHasTheSongsLengthAndSound(OutputFormat format) throws Exception {
    Separated song = song(60_001, 1);
    StemExport.Order order =
        order(song, StemSelection.all(), format, ClipMode.RESCALE, OutputRate.HZ_44100);

    StemExport.Exported exported = published(order);

    assertThat(exported.notes()).isEmpty();
    assertThat(exported.gain()).isEqualTo(1);
    assertThat(order.files().keySet()).containsExactly("drums", "bass", "other", "vocals");
    for (Map.Entry<String, Path> file : order.files().entrySet()) {
      float[] stem = Sounds.decoded(file.getValue(), folder);
      long frames = stem.length / 2;
      if (format == OutputFormat.AAC) {
        // The file says 60,001; ffmpeg's decoder fills the last packet all the same.
        assertThat(frames).isBetween(60_001L, 60_001L + 1023);
        assertThat(AudioProbe.probe(file.getValue()).durationSeconds())
            .isCloseTo(60_001 / 44_100.0, within(1e-9));
      } else {
        assertThat(frames).isEqualTo(60_001);
      }
      float share = SHARES[STEMS.indexOf(Stem.of(file.getKey()))];
      assertThat(decibels(stem, song.mix, share)).isGreaterThan(leastDecibels(format));
    }
  }

  private static Path file(StemExport.Order order, String stem) {
    return Objects.requireNonNull(order.files().get(stem), stem);
  }

  private static double leastDecibels(OutputFormat format) {
    return switch (format) {
      case WAV16 -> 70;
      case WAV24, FLAC, ALAC -> 110;
      case WAV32F -> 140;
      // The noise in the song is what they are made to leave out.
      case MP3, AAC, OPUS -> 8;
    };
  }

  /** Of {@code share} times the mix against the difference to it. */
  private static double decibels(float[] stem, float[] mix, float share) {
    double signal = 0;
    double error = 0;
    for (int i = 0; i < mix.length; i++) {
      double expected = mix[i] * share;
      signal += expected * expected;
      error += (stem[i] - expected) * (stem[i] - expected);
    }
    return 10 * Math.log10(signal / Math.max(error, 1e-30));
  }

  @ParameterizedTest
  @CsvSource({
    "WAV16, 8000, 8000",
    "FLAC, 48000, 48000",
    "WAV32F, 96000, 96000",
    "ALAC, 192000, 192000",
    "MP3, 96000, 48000",
    "AAC, 88200, 88200",
    "OPUS, 22050, 48000",
  })
  void theSourcesRateHasTheSourcesFrames(OutputFormat format, int sourceRateHz, int rateHz)
      throws Exception {
    Path file =
        Sounds.wav(
            folder.resolve("s.wav"), sourceRateHz, 2, 24, Sounds.music(30_011, 2, sourceRateHz));
    Separated song = separated(file, 1);
    StemExport.Order order =
        order(song, StemSelection.all(), format, ClipMode.RESCALE, OutputRate.SOURCE);

    StemExport.Exported exported = published(order);

    assertThat(exported.sampleRateHz()).isEqualTo(rateHz);
    Spool spool = Sounds.spool(folder);
    DecodedSource stem = Decoder.decode(file(order, "bass"), spool, Watch.NONE);
    assertThat(stem.info().sampleRateHz()).isEqualTo(rateHz);
    if (format == OutputFormat.AAC) {
      assertThat(stem.sourceFrames()).isBetween(30_011L, 30_011L + 1023);
    } else if (rateHz == sourceRateHz) {
      assertThat(stem.sourceFrames()).isEqualTo(30_011);
    } else {
      assertThat(stem.frames()).isEqualTo(song.source.frames());
    }
    assertThat(exported.frames()).isLessThanOrEqualTo(stem.sourceFrames());
  }

  @Test
  void isolatedStemAndTheRestSumToTheMix() throws Exception {
    Separated song = song(20_000, 1);
    for (Stem isolated : STEMS) {
      StemExport.Order order =
          order(
              song,
              StemSelection.isolate(isolated),
              OutputFormat.WAV32F,
              ClipMode.NONE,
              OutputRate.HZ_44100);
      published(order);
      assertThat(order.files().keySet()).containsExactly(isolated.id(), "no_" + isolated.id());
      float[] stem = Sounds.decoded(file(order, isolated.id()), folder);
      float[] rest = Sounds.decoded(file(order, "no_" + isolated.id()), folder);
      for (int i = 0; i < stem.length; i++) {
        assertThat(stem[i]).isEqualTo(song.mix[i] * SHARES[STEMS.indexOf(isolated)]);
        assertThat(stem[i] + rest[i]).isCloseTo(song.mix[i], within(1e-6f));
      }
    }
  }

  @Test
  void rescaleGivesAllStemsOneGainByTheLoudestFile() throws Exception {
    Separated song = song(20_000, 10);
    double mixPeak = peak(song.mix);
    assertThat(mixPeak).isGreaterThan(4);

    StemExport.Order all =
        order(
            song, StemSelection.all(), OutputFormat.WAV32F, ClipMode.RESCALE, OutputRate.HZ_44100);
    double gain = published(all).gain();
    assertThat(gain).isCloseTo(1 / (1.01 * mixPeak * 0.4), within(1e-6));
    double summedPeak = 0;
    float[] sum = new float[song.mix.length];
    for (Path file : all.files().values()) {
      float[] stem = Sounds.decoded(file, folder);
      summedPeak = Math.max(summedPeak, peak(stem));
      for (int i = 0; i < stem.length; i++) {
        sum[i] += stem[i];
      }
    }
    assertThat(summedPeak).isCloseTo(1 / 1.01, within(1e-6));
    assertThat(decibels(sum, song.mix, (float) gain)).isGreaterThan(120);

    // The rest of three stems is louder than any one of them.
    StemExport.Order two =
        order(
            song,
            StemSelection.isolate(Stem.DRUMS),
            OutputFormat.WAV16,
            ClipMode.RESCALE,
            OutputRate.HZ_44100);
    assertThat(published(two).gain()).isCloseTo(1 / (1.01 * mixPeak * 0.9), within(1e-6));
    assertThat(peak(Sounds.decoded(file(two, "no_drums"), folder)))
        .isCloseTo(1 / 1.01, within(1e-4));
  }

  @Test
  void clampCutsAndNoneKeeps() throws Exception {
    Separated song = song(20_000, 10);
    StemSelection vocals = StemSelection.isolate(Stem.VOCALS);
    StemExport.Order clamped =
        order(song, vocals, OutputFormat.WAV32F, ClipMode.CLAMP, OutputRate.HZ_44100);
    StemExport.Order kept =
        order(song, vocals, OutputFormat.WAV32F, ClipMode.NONE, OutputRate.HZ_44100);
    StemExport.Order integer =
        order(song, vocals, OutputFormat.WAV16, ClipMode.NONE, OutputRate.HZ_44100);
    assertThat(published(clamped).gain()).isEqualTo(1);
    published(kept);
    published(integer);
    float[] clampedStem = Sounds.decoded(file(clamped, "vocals"), folder);
    float[] keptStem = Sounds.decoded(file(kept, "vocals"), folder);
    float[] integerStem = Sounds.decoded(file(integer, "vocals"), folder);
    assertThat(peak(keptStem)).isGreaterThan(1.5);
    for (int i = 0; i < keptStem.length; i++) {
      assertThat(keptStem[i]).isEqualTo(song.mix[i] * 0.4f);
      assertThat(clampedStem[i]).isEqualTo(Math.clamp(keptStem[i], -1, 1));
      assertThat(integerStem[i]).isCloseTo(clampedStem[i], within(1 / 32000f));
    }
  }

  private static double peak(float[] samples) {
    double peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  @ParameterizedTest
  @EnumSource
  void oneFrameIsAStem(OutputFormat format) throws Exception {
    Path file = Sounds.wav(folder.resolve("one.wav"), 44_100, 2, 16, new float[] {0.5f, 0.25f});
    StemExport.Order order =
        order(
            separated(file, 1), StemSelection.all(), format, ClipMode.RESCALE, OutputRate.HZ_44100);
    assertThat(published(order).frames()).isEqualTo(1);
    if (Encoding.of(format).lossless()) {
      assertThat(Sounds.decoded(file(order, "vocals"), folder)).hasSize(2);
    }
  }

  @Test
  void theSameStemsAreTheSameFiles() throws Exception {
    Separated song = song(30_000, 1);
    for (OutputFormat format : OutputFormat.values()) {
      StemExport.Order first =
          order(song, StemSelection.all(), format, ClipMode.RESCALE, OutputRate.HZ_44100);
      StemExport.Order second =
          order(song, StemSelection.all(), format, ClipMode.RESCALE, OutputRate.HZ_44100);
      published(first);
      published(second);
      assertThat(file(first, "bass")).as(format.id()).hasSameBinaryContentAs(file(second, "bass"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyNumberOfThreadsMakesTheSameFiles(OutputFormat format) throws Exception {
    Separated song = song(60_000, 1.3f);
    StemExport.Order alone =
        order(song, StemSelection.all(), format, ClipMode.RESCALE, OutputRate.HZ_44100, 1);
    StemExport.Exported expected = published(alone);
    for (int threads : new int[] {2, 5, 64}) {
      StemExport.Order order =
          order(song, StemSelection.all(), format, ClipMode.RESCALE, OutputRate.HZ_44100, threads);
      AtomicLong last = new AtomicLong();
      Thread caller = Thread.currentThread();
      StemExport.Exported exported =
          StemExport.write(
              order,
              (done, total) -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                assertThat(done).isBetween(last.getAndSet(done), total);
                return true;
              });
      Publisher.publish(exported.publication());
      assertThat(exported.match()).isEqualTo(expected.match());
      for (String stem : order.files().keySet()) {
        assertThat(file(order, stem))
            .as(stem + " with " + threads)
            .hasSameBinaryContentAs(file(alone, stem));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void stoppedItLeavesNothing(int threads) throws Exception {
    StemExport.Order order =
        order(
            song(50_000, 1),
            StemSelection.all(),
            OutputFormat.FLAC,
            ClipMode.RESCALE,
            OutputRate.HZ_44100,
            threads);
    AtomicLong last = new AtomicLong();
    assertThatThrownBy(
            () ->
                StemExport.write(
                    order,
                    (done, total) -> {
                      assertThat(total).isEqualTo(200_000);
                      assertThat(done).isGreaterThan(last.getAndSet(done));
                      return done < 100_000;
                    }))
        .isInstanceOf(CancellationException.class);
    try (var files = Files.list(order.outputFolder())) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aModelWithoutTheStemIsRefused() {
    assertThatThrownBy(
            () -> ExportPlan.stemIds(STEMS, StemSelection.isolate(Stem.PIANO), Residual.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
