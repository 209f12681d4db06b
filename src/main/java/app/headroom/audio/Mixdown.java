package app.headroom.audio;

import app.headroom.job.ClipMode;
import app.headroom.job.MixMatch;
import app.headroom.job.Residual;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the model's stems what goes into the files, a few frames at a time: sums, the one gain,
 * the residual, clipping; and measures how far the files' sum is from the mix. State goes on from
 * call to call, so the frames must come in order. One thread.
 *
 * <p>{@link Residual#STEM}: the residual is the mix less the other files as they are written, with
 * what their clipping and rounding took, so the only error of the sum is the residual's own
 * rounding. {@link Residual#SHARE}: each file gets the part of the residual that it has of the
 * files' energy, averaged over the last 50 ms; the loudest of that moment takes back what rounding
 * took from the others, while what clipping took is lost. In both, the sum of integer files whose
 * mix has no more bits than they is the mix, bit for bit, where nothing had to be scaled.
 */
final class Mixdown {

  private static final double MEMORY_SECONDS = 0.05;

  /** So that silent files share equally; -100 dB of full scale. */
  private static final double LEAST_ENERGY = 1e-10;

  private static final double LEAST_MIX_ENERGY = 1e-20;

  /** Of each file, which of the model's stems it is made of. */
  private final int[][] parts;

  private final Residual residual;
  private final ClipMode clip;
  private final double gain;
  private final int bits;
  private final boolean lossless;
  private final double forget;
  private final float[][] files;
  private final double[] sums;
  private final double[] energies;
  private final double[] peaks;
  private double mixEnergy;
  private double separatedEnergy;
  private double writtenEnergy;

  /**
   * @param outputs with the residual's own behind all others, if it gets one
   * @param most frames that will come at a time
   */
  Mixdown(
      List<StemOutput> outputs,
      Residual residual,
      ClipMode clip,
      double gain,
      Encoding encoding,
      int rateHz,
      int most) {
    this.parts =
        outputs.stream()
            .map(output -> output.stems().stream().mapToInt(stem -> stem).toArray())
            .toArray(int[][]::new);
    this.residual = residual;
    this.clip = clip;
    this.gain = gain;
    this.bits = encoding.bits();
    this.lossless = encoding.lossless();
    this.forget = Math.exp(-1 / (MEMORY_SECONDS * rateHz));
    this.files = new float[outputs.size()][2 * most];
    this.sums = new double[2 * outputs.size()];
    this.energies = new double[outputs.size()];
    this.peaks = new double[outputs.size()];
  }

  /**
   * @param stems interleaved frames of all stems
   * @param channels of such a frame: twice the number of stems
   * @param mix interleaved stereo, or null where it is neither needed nor to be measured against
   */
  void add(float[] stems, int channels, float @Nullable [] mix, int count) {
    for (int i = 0; i < count; i++) {
      for (int side = 0; side < 2; side++) {
        for (int file = 0; file < parts.length; file++) {
          double sum = 0;
          for (int stem : parts[file]) {
            sum += stems[i * channels + side + 2 * stem];
          }
          sums[2 * file + side] = sum * gain;
        }
      }
      int loudest = residual == Residual.SHARE ? listen() : 0;
      for (int side = 0; side < 2; side++) {
        int at = 2 * i + side;
        double target = mix == null ? 0 : mix[at] * gain;
        double separated = target - sum(side);
        switch (residual) {
          case NONE -> plain(side, at, parts.length);
          case STEM -> stem(side, at, target);
          case SHARE -> share(side, at, separated, loudest);
        }
        measure(at, target, separated);
      }
    }
  }

  private double sum(int side) {
    double sum = 0;
    for (int file = 0; file < parts.length; file++) {
      sum += sums[2 * file + side];
    }
    return sum;
  }

  /** Averages the files' energies; gives the loudest. */
  private int listen() {
    int loudest = 0;
    for (int file = 0; file < energies.length; file++) {
      double left = sums[2 * file];
      double right = sums[2 * file + 1];
      energies[file] = forget * energies[file] + (1 - forget) * (left * left + right * right);
      loudest = energies[file] > energies[loudest] ? file : loudest;
    }
    return loudest;
  }

  private void plain(int side, int at, int count) {
    for (int file = 0; file < count; file++) {
      put(file, at, sums[2 * file + side]);
    }
  }

  private void stem(int side, int at, double target) {
    int last = parts.length - 1;
    plain(side, at, last);
    double rest = target;
    for (int file = 0; file < last; file++) {
      rest -= saturated(rounded(files[file][at]));
    }
    put(last, at, rest);
  }

  private void share(int side, int at, double missing, int loudest) {
    double all = 0;
    for (double energy : energies) {
      all += energy + LEAST_ENERGY;
    }
    double roundedAway = 0;
    for (int file = 0; file < parts.length; file++) {
      if (file != loudest) {
        double wanted = sums[2 * file + side] + missing * (energies[file] + LEAST_ENERGY) / all;
        double rounded = rounded(wanted);
        put(file, at, rounded);
        roundedAway += wanted - rounded;
      }
    }
    double share = missing * (energies[loudest] + LEAST_ENERGY) / all;
    put(loudest, at, sums[2 * loudest + side] + share + roundedAway);
  }

  private void put(int file, int at, double sample) {
    float written = (float) sample;
    double size = Math.abs(written);
    if (size > peaks[file]) {
      peaks[file] = size;
    }
    files[file][at] = clip == ClipMode.CLAMP ? Math.clamp(written, -1, 1) : written;
  }

  /** As the encoder rounds; float keeps it to its own precision. */
  private double rounded(double sample) {
    if (bits == 0) {
      return (float) sample;
    }
    double full = 1 << (bits - 1);
    return Samples.nearest(sample * full) / full;
  }

  private double saturated(double sample) {
    double full = 1 << (bits == 0 ? 0 : bits - 1);
    return bits == 0 ? sample : Math.clamp(sample, -1, (full - 1) / full);
  }

  private void measure(int at, double target, double separated) {
    mixEnergy += target * target;
    separatedEnergy += separated * separated;
    double written = target;
    for (float[] file : files) {
      written -= saturated(rounded(file[at]));
    }
    writtenEnergy += written * written;
  }

  /** What goes into that file, of the frames that were added last. */
  float[] file(int index) {
    return files[index];
  }

  /** The largest absolute sample of all files so far, before any clipping. */
  double peak() {
    double highest = 0;
    for (double peak : peaks) {
      highest = Math.max(highest, peak);
    }
    return highest;
  }

  /**
   * Of all frames so far; means nothing if they came without a mix. What a lossy format makes of
   * them is not known here.
   */
  MixMatch match() {
    return new MixMatch(
        decibels(separatedEnergy, mixEnergy), lossless ? decibels(writtenEnergy, mixEnergy) : null);
  }

  static double decibels(double energy, double mixEnergy) {
    double share = energy / Math.max(mixEnergy, LEAST_MIX_ENERGY);
    return Math.clamp(
        10 * Math.log10(Math.max(share, 1e-300)), MixMatch.FLOOR_DB, -MixMatch.FLOOR_DB);
  }
}
