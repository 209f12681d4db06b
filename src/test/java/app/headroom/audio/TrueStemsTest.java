package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.ClipMode;
import app.headroom.job.JobId;
import app.headroom.job.MixMatch;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The files are read back, summed and compared with the song. */
class TrueStemsTest {

  private static final List<Stem> STEMS = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);

  /** What the stems lack of the mix, in dB below it: much more than a network leaves. */
  private static final double MISSING = 0.05;

  private static final int FRAMES = 50_000;

  @TempDir Path folder;

  /** Song and sum of the files, both at the files' rate and with the files' gain. */
  private record Delivered(
      StemExport.Exported exported, Map<String, Path> files, double sumDb, double peak) {}

  @ParameterizedTest
  @CsvSource({
    // the song's bits are no more than the stems': the sum is the song, bit for bit
    "WAV16, 16, 44100, STEM, 0.9, -199",
    "WAV16, 16, 44100, SHARE, 0.9, -199",
    "WAV24, 24, 44100, STEM, 0.9, -199",
    "FLAC, 24, 44100, SHARE, 0.9, -199",
    "ALAC, 16, 44100, SHARE, 0.9, -199",
    "WAV32F, 24, 44100, STEM, 0.9, -135",
    "WAV32F, 32, 44100, SHARE, 0.9, -135",
    // a gain, or another rate than 44.1 kHz: one rounding
    "WAV24, 24, 44100, STEM, 3, -125",
    "WAV24, 24, 44100, SHARE, 3, -125",
    "WAV24, 24, 48000, STEM, 0.9, -125",
    "FLAC, 24, 96000, SHARE, 0.9, -125",
    "WAV16, 16, 44100, STEM, 3, -80",
    "WAV16, 16, 44100, SHARE, 3, -80",
  })
  void filesSumToTheSong(
      OutputFormat format, int bits, int rateHz, Residual residual, float loudness, double mostDb)
      throws Exception {
    for (StemSelection selection :
        List.of(StemSelection.all(), StemSelection.isolate(Stem.VOCALS))) {
      Delivered delivered =
          delivered(song(bits, rateHz), loudness, selection, residual, format, ClipMode.RESCALE);
      MixMatch match = delivered.exported().match();

      assertThat(delivered.sumDb()).as(selection + " read back").isLessThan(mostDb);
      assertThat(match.writtenDb())
          .as("as the receipt has it")
          .isCloseTo(Math.max(delivered.sumDb(), MixMatch.FLOOR_DB), within(1.5));
      assertThat(delivered.exported().notes().toString().contains("16 bits"))
          .as("said where 16 bits are not enough")
          .isEqualTo(match.db() > -90);
      // at a higher rate the song has sound that no stem can have
      double missingDb = 20 * Math.log10(MISSING);
      assertThat(match.separatedDb())
          .isBetween(missingDb - 3, rateHz == 44_100 ? missingDb + 3 : -10);
      assertThat(delivered.peak()).isLessThanOrEqualTo(1);
      assertThat(delivered.files().containsKey("residual")).isEqualTo(residual == Residual.STEM);
    }
  }

  @Test
  void withoutAResidualTheReceiptSaysWhatIsMissing() throws Exception {
    Delivered delivered =
        delivered(
            song(24, 44_100),
            0.9f,
            StemSelection.all(),
            Residual.NONE,
            OutputFormat.WAV24,
            ClipMode.NONE);
    assertThat(delivered.sumDb()).isCloseTo(20 * Math.log10(MISSING), within(3.0));
    assertThat(delivered.exported().match().writtenDb()).isCloseTo(delivered.sumDb(), within(0.01));
  }

  @ParameterizedTest
  @EnumSource(names = {"MP3", "AAC", "OPUS"})
  void ofALossyFormatTheFilesAreMeasured(OutputFormat format) throws Exception {
    for (Residual residual : Residual.values()) {
      Delivered delivered =
          delivered(song(16, 44_100), 3, StemSelection.all(), residual, format, ClipMode.RESCALE);
      assertThat(delivered.exported().match().writtenDb())
          .as(residual + " as the receipt has it")
          .isCloseTo(delivered.sumDb(), within(0.1));
      assertThat(delivered.exported().match().separatedDb())
          .isCloseTo(20 * Math.log10(MISSING), within(3.0));
    }
  }

  /** What is cut off goes to the residual where it has a stem, and is lost where it is shared. */
  @Test
  void whatClampingCutsIsInTheResidualOrTold() throws Exception {
    Delivered kept = clamped(Residual.STEM);
    Delivered lost = clamped(Residual.SHARE);
    assertThat(kept.sumDb()).isLessThan(-135);
    assertThat(lost.sumDb()).isGreaterThan(-40);
    assertThat(lost.exported().match().writtenDb()).isCloseTo(lost.sumDb(), within(0.1));
    assertThat(lost.peak()).isEqualTo(1);
  }

  private Delivered clamped(Residual residual) throws Exception {
    return delivered(
        song(24, 44_100), 6, StemSelection.all(), residual, OutputFormat.WAV32F, ClipMode.CLAMP);
  }

  @Test
  void aSilentStemGetsNothingOfTheResidual() throws Exception {
    Spool spool = Sounds.spool(folder);
    Path song = song(24, 44_100);
    DecodedSource source = Decoder.decode(song, spool, Watch.NONE);
    float[] mix = Sounds.floats(spool.source());
    float[] frames = new float[mix.length * STEMS.size()];
    for (int i = 0; i < mix.length; i++) {
      frames[(i / 2) * 2 * STEMS.size() + 2 * 1 + i % 2] = mix[i] * 0.95f;
    }
    Delivered delivered =
        delivered(
            song,
            spool,
            source,
            frames,
            StemSelection.all(),
            Residual.SHARE,
            OutputFormat.WAV32F,
            ClipMode.NONE,
            mix);
    assertThat(delivered.sumDb()).isLessThan(-135);
    double bass = energy(Sounds.decoded(file(delivered, "bass"), folder));
    double vocals = energy(Sounds.decoded(file(delivered, "vocals"), folder));
    assertThat(10 * Math.log10(vocals / bass)).isLessThan(-90);
  }

  @Test
  void aSongThatIsGoneIsComparedAsItWasKept() throws Exception {
    Path song = song(24, 48_000);
    Spool spool = Sounds.spool(folder);
    DecodedSource source = Decoder.decode(song, spool, Watch.NONE);
    float[] mix = Sounds.floats(spool.source());
    Files.delete(song);
    float[] frames = stems(mix);
    StemExport.Order order =
        order(
            song,
            spool,
            source,
            peaks(spool, frames),
            StemSelection.all(),
            Residual.STEM,
            OutputFormat.WAV24,
            ClipMode.NONE);
    assertThat(StemExport.write(order, Watch.NONE).match().writtenDb()).isLessThan(-125);
  }

  // ---- making and comparing

  private Path song(int bits, int rateHz) throws IOException {
    float[] music = Sounds.music(FRAMES, 2, 5);
    return Sounds.wav(folder.resolve("song-" + bits + rateHz + ".wav"), rateHz, 2, bits, music);
  }

  private Delivered delivered(
      Path song,
      float loudness,
      StemSelection selection,
      Residual residual,
      OutputFormat format,
      ClipMode clip)
      throws Exception {
    Spool spool = Sounds.spool(folder);
    DecodedSource source = Decoder.decode(song, spool, Watch.NONE);
    float[] mix = Sounds.floats(spool.source());
    float[] frames = stems(mix);
    // louder stems than the song has room for, as networks make them: drums against vocals
    for (int at = 0; at < frames.length; at += 8) {
      for (int side = 0; side < 2; side++) {
        float more = loudness > 1 ? (loudness - 1) * frames[at + side] * 4 : 0;
        frames[at + side] += more;
        frames[at + 6 + side] -= more;
      }
    }
    return delivered(song, spool, source, frames, selection, residual, format, clip, mix);
  }

  private Delivered delivered(
      Path song,
      Spool spool,
      DecodedSource source,
      float[] frames,
      StemSelection selection,
      Residual residual,
      OutputFormat format,
      ClipMode clip,
      float[] mix)
      throws Exception {
    StemExport.Order order =
        order(song, spool, source, peaks(spool, frames), selection, residual, format, clip);
    StemExport.Exported exported = StemExport.write(order, Watch.NONE);
    Publisher.publish(exported.publication());
    float[] expected = mix;
    if (exported.sampleRateHz() != Spool.SAMPLE_RATE_HZ) {
      expected = stream(song, exported.sampleRateHz(), (int) exported.frames());
    }
    double[] sum = new double[expected.length];
    double peak = 0;
    for (Path file : order.files().values()) {
      float[] stem = stream(file, exported.sampleRateHz(), (int) exported.frames());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += stem[i];
        peak = Math.max(peak, Math.abs(stem[i]));
      }
    }
    double signal = 0;
    double error = 0;
    for (int i = 0; i < sum.length; i++) {
      double wanted = expected[i] * exported.gain();
      signal += wanted * wanted;
      error += (sum[i] - wanted) * (sum[i] - wanted);
    }
    return new Delivered(
        exported, order.files(), 10 * Math.log10(Math.max(error / signal, 1e-30)), peak);
  }

  private static float[] stream(Path file, int rateHz, int frames) throws Exception {
    float[] samples = new float[2 * frames];
    try (SongStream stream = SongStream.open(file, rateHz)) {
      stream.read(samples, frames);
    }
    return samples;
  }

  /** Stems that lack some of the mix. */
  private static float[] stems(float[] mix) {
    float[] frames = new float[mix.length * STEMS.size()];
    Random random = new Random(3);
    double rms = Math.sqrt(energy(mix) / mix.length);
    for (int i = 0; i < mix.length; i++) {
      for (int stem = 0; stem < STEMS.size(); stem++) {
        double error = random.nextGaussian() * rms * MISSING / 2;
        frames[(i / 2) * 2 * STEMS.size() + 2 * stem + i % 2] =
            (float) (mix[i] * (0.1 + 0.1 * stem) + error);
      }
    }
    return frames;
  }

  private static double energy(float[] samples) {
    double energy = 0;
    for (float sample : samples) {
      energy += (double) sample * sample;
    }
    return energy;
  }

  private static StemPeaks peaks(Spool spool, float[] frames) throws IOException {
    try (StemWriter writer = StemWriter.create(spool, STEMS.size())) {
      writer.append(frames, frames.length / 2 / STEMS.size());
      return writer.peaks();
    }
  }

  private StemExport.Order order(
      Path song,
      Spool spool,
      DecodedSource source,
      StemPeaks peaks,
      StemSelection selection,
      Residual residual,
      OutputFormat format,
      ClipMode clip)
      throws Exception {
    Path output = Files.createTempDirectory(folder, "out");
    return new StemExport.Order(
        JobId.random(),
        song,
        spool,
        source,
        STEMS,
        peaks,
        selection,
        residual,
        format,
        clip,
        OutputRate.SOURCE,
        "song",
        Music.UNKNOWN,
        output,
        ExportPlan.files(
            output,
            StemNames.parse(SeparationRequest.DEFAULT_NAME_TEMPLATE),
            new StemNames.Song("htdemucs", "song", source.info().tags(), format.extension()),
            ExportPlan.stemIds(STEMS, selection, residual)),
        false,
        2);
  }

  private static Path file(Delivered delivered, String stem) {
    return Objects.requireNonNull(delivered.files().get(stem), stem);
  }
}
