package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.ClipMode;
import app.headroom.job.MixMatch;
import app.headroom.job.OutputFormat;
import app.headroom.job.Residual;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the formulas written down plainly, sample after sample: the same to the last bit. */
class MixdownTest {

  private static final List<Stem> STEMS = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);
  private static final int CHANNELS = 2 * STEMS.size();
  private static final int FRAMES = 5000;
  private static final int RATE_HZ = 44_100;
  private static final long SEED = 7;

  @ParameterizedTest
  @EnumSource
  void isWhatTheFormulasSay(OutputFormat format) {
    for (Residual residual : Residual.values()) {
      for (ClipMode clip : ClipMode.values()) {
        for (double gain : new double[] {1, 0.731}) {
          isWhatTheFormulasSay(StemSelection.all(), residual, clip, gain, Encoding.of(format));
          isWhatTheFormulasSay(
              StemSelection.isolate(Stem.VOCALS), residual, clip, gain, Encoding.of(format));
        }
      }
    }
  }

  private static void isWhatTheFormulasSay(
      StemSelection selection, Residual residual, ClipMode clip, double gain, Encoding encoding) {
    String what = selection + " " + residual + " " + clip + " " + gain + " seed " + SEED;
    List<StemOutput> outputs =
        StemOutput.of(STEMS, selection, residual, StemPeaks.none(STEMS.size()));
    float[] stems = sounds(FRAMES * CHANNELS, new Random(SEED));
    float[] mix = sounds(FRAMES * 2, new Random(SEED + 1));
    Plain plain = new Plain(outputs, residual, clip, gain, encoding, stems, mix);
    plain.mix();

    Mixdown mixdown = new Mixdown(outputs, residual, clip, gain, encoding, RATE_HZ);
    Random random = new Random(SEED + 2);
    float[][] part = new float[outputs.size()][2 * FRAMES];
    for (int done = 0; done < FRAMES; ) {
      int count = Math.min(FRAMES - done, 1 + random.nextInt(1500));
      mixdown.add(
          Arrays.copyOfRange(stems, done * CHANNELS, (done + count) * CHANNELS),
          CHANNELS,
          Arrays.copyOfRange(mix, 2 * done, 2 * (done + count)),
          count,
          part);
      for (int file = 0; file < outputs.size(); file++) {
        requireSame(what, part[file], plain.files[file], done, count);
      }
      done += count;
    }
    assertThat(mixdown.peak()).as(what).isEqualTo(plain.peak);
    assertThat(mixdown.match())
        .as(what)
        .isEqualTo(
            new MixMatch(
                Mixdown.decibels(plain.separatedEnergy, plain.mixEnergy),
                encoding.lossless()
                    ? Mixdown.decibels(plain.writtenEnergy, plain.mixEnergy)
                    : null));
  }

  /** Silence of either sign, the quiet and what is too loud. */
  private static float[] sounds(int samples, Random random) {
    float[] sounds = new float[samples];
    for (int i = 0; i < samples; i++) {
      sounds[i] =
          switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -0.0f;
            case 2 -> (float) random.nextGaussian() * 1e-6f;
            case 3 -> (random.nextInt(65_536) - 32_768 + 0.5f) / 32_768;
            default -> (float) random.nextGaussian() * 0.4f;
          };
    }
    return sounds;
  }

  /** To the bit: a minus zero is none. */
  private static void requireSame(String what, float[] part, float[] whole, int first, int count) {
    for (int i = 0; i < 2 * count; i++) {
      assertThat(Float.floatToRawIntBits(part[i]))
          .as("%s, sample %s", what, 2 * first + i)
          .isEqualTo(Float.floatToRawIntBits(whole[2 * first + i]));
    }
  }

  private static final class Plain {

    private final List<StemOutput> outputs;
    private final Residual residual;
    private final ClipMode clip;
    private final double gain;
    private final double full;
    private final float[] stems;
    private final float[] mix;
    private final float[][] files;
    private final double[] energies;
    private double peak;
    private double mixEnergy;
    private double separatedEnergy;
    private double writtenEnergy;

    Plain(
        List<StemOutput> outputs,
        Residual residual,
        ClipMode clip,
        double gain,
        Encoding encoding,
        float[] stems,
        float[] mix) {
      this.outputs = outputs;
      this.residual = residual;
      this.clip = clip;
      this.gain = gain;
      this.full = encoding.bits() == 0 ? 0 : 1 << (encoding.bits() - 1);
      this.stems = stems;
      this.mix = mix;
      this.files = new float[outputs.size()][mix.length];
      this.energies = new double[outputs.size()];
    }

    void mix() {
      double forget = Math.exp(-1 / (0.05 * RATE_HZ));
      for (int frame = 0; frame < FRAMES; frame++) {
        for (int file = 0; file < energies.length; file++) {
          double left = sum(file, 2 * frame);
          double right = sum(file, 2 * frame + 1);
          energies[file] = forget * energies[file] + (1 - forget) * (left * left + right * right);
        }
        mix(2 * frame);
        mix(2 * frame + 1);
      }
    }

    private double sum(int file, int at) {
      double sum = 0;
      for (int stem : outputs.get(file).stems()) {
        sum += stems[at / 2 * CHANNELS + 2 * stem + at % 2];
      }
      return sum * gain;
    }

    private void mix(int at) {
      double target = mix[at] * gain;
      double separated = 0;
      for (int file = 0; file < files.length; file++) {
        separated += sum(file, at);
      }
      double missing = target - separated;
      switch (residual) {
        case NONE -> {
          for (int file = 0; file < files.length; file++) {
            put(file, at, sum(file, at));
          }
        }
        case STEM -> {
          double rest = target;
          for (int file = 0; file < files.length - 1; file++) {
            put(file, at, sum(file, at));
            rest -= encoded(file, at);
          }
          put(files.length - 1, at, rest);
        }
        case SHARE -> share(at, missing);
      }
      mixEnergy += target * target;
      separatedEnergy += missing * missing;
      double unwritten = target;
      for (int file = 0; file < files.length; file++) {
        unwritten -= encoded(file, at);
      }
      writtenEnergy += unwritten * unwritten;
    }

    private void share(int at, double missing) {
      double all = 0;
      int loudest = 0;
      for (int file = 0; file < files.length; file++) {
        all += energies[file] + 1e-10;
        loudest = energies[file] > energies[loudest] ? file : loudest;
      }
      double roundedAway = 0;
      for (int file = 0; file < files.length; file++) {
        if (file != loudest) {
          double wanted = sum(file, at) + missing * (energies[file] + 1e-10) / all;
          double rounded = full == 0 ? (float) wanted : rounded(wanted);
          put(file, at, rounded);
          roundedAway += wanted - rounded;
        }
      }
      double wanted = sum(loudest, at) + missing * (energies[loudest] + 1e-10) / all;
      put(loudest, at, wanted + roundedAway);
    }

    private void put(int file, int at, double sample) {
      float written = (float) sample;
      peak = Math.max(peak, Math.abs(written));
      files[file][at] = clip == ClipMode.CLAMP ? Math.clamp(written, -1f, 1f) : written;
    }

    private double encoded(int file, int at) {
      double sample = files[file][at];
      return full == 0 ? sample : Math.clamp(rounded(sample), -1.0, (full - 1) / full);
    }

    /** Never to minus zero. */
    private double rounded(double sample) {
      return Math.rint(sample * full) / full + 0.0;
    }
  }
}
