package app.headroom.audio;

import app.headroom.job.ClipMode;
import app.headroom.job.MixMatch;
import app.headroom.job.Residual;
import java.util.Arrays;
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

  /**
   * Frames that are gone through file by file and step by step, in arrays that stay in the
   * processor's cache: the worker's compiler makes little of a long loop body and of calls in it.
   */
  private static final int BLOCK_FRAMES = 512;

  /** Of each file, which of the model's stems it is made of. */
  private final int[][] parts;

  private final Residual residual;

  /** What the clip mode lets pass. */
  private final float most;

  private final double gain;
  private final boolean lossless;
  private final double forget;

  /** Of an integer sample, or 0 for float; as the encoder has it. */
  private final double full;

  private final double[] energies;
  private final double[] peaks;

  /** Of a block: what is wanted of each file, interleaved stereo. */
  private final double[][] wanted;

  /** Of a block: the mix. */
  private final double[] target = new double[2 * BLOCK_FRAMES];

  /** Of a block: what the files lack of the mix before anything is done about it. */
  private final double[] missing = new double[2 * BLOCK_FRAMES];

  /** Of a block: what they lack of it as they are written, less and less with each file. */
  private final double[] unwritten = new double[2 * BLOCK_FRAMES];

  private double mixEnergy;
  private double separatedEnergy;
  private double writtenEnergy;

  /**
   * @param outputs with the residual's own behind all others, if it gets one
   */
  Mixdown(
      List<StemOutput> outputs,
      Residual residual,
      ClipMode clip,
      double gain,
      Encoding encoding,
      int rateHz) {
    this.parts =
        outputs.stream()
            .map(output -> output.stems().stream().mapToInt(stem -> stem).toArray())
            .toArray(int[][]::new);
    this.residual = residual;
    this.most = clip == ClipMode.CLAMP ? 1 : Float.POSITIVE_INFINITY;
    this.gain = gain;
    this.full = encoding.bits() == 0 ? 0 : 1 << (encoding.bits() - 1);
    this.lossless = encoding.lossless();
    this.forget = Math.exp(-1 / (MEMORY_SECONDS * rateHz));
    this.wanted = new double[outputs.size()][2 * BLOCK_FRAMES];
    this.energies = new double[outputs.size()];
    this.peaks = new double[outputs.size()];
  }

  /**
   * @param stems interleaved frames of all stems
   * @param channels of such a frame: twice the number of stems
   * @param mix interleaved stereo, or null without a residual and where nothing is to be measured
   * @param into for each file its interleaved stereo
   */
  void add(float[] stems, int channels, float @Nullable [] mix, int count, float[][] into) {
    for (int done = 0; done < count; done += BLOCK_FRAMES) {
      add(stems, channels, mix, done, Math.min(BLOCK_FRAMES, count - done), into);
    }
  }

  private void add(
      float[] stems, int channels, float @Nullable [] mix, int first, int count, float[][] into) {
    for (int file = 0; file < parts.length; file++) {
      sum(stems, first * channels, channels, parts[file], count, wanted[file]);
    }
    if (mix != null) {
      compare(mix, 2 * first, 2 * count);
    }
    if (residual == Residual.SHARE) {
      share(count);
    }
    for (int file = 0; file < parts.length; file++) {
      boolean rest = residual == Residual.STEM && file == parts.length - 1;
      double[] samples = rest ? unwritten : wanted[file];
      if (full == 0) {
        putFloats(file, samples, into[file], 2 * first, 2 * count);
      } else {
        putIntegers(file, samples, into[file], 2 * first, 2 * count);
      }
    }
    if (mix != null) {
      measure(2 * count);
    }
  }

  /** With the gain; sums begin at zero, so that none is minus zero. */
  private void sum(float[] stems, int start, int channels, int[] added, int count, double[] sums) {
    double by = gain;
    if (added.length == 1) {
      int from = start + 2 * added[0];
      for (int i = 0; i < 2 * count; i += 2) {
        sums[i] = (0.0 + stems[from]) * by;
        sums[i + 1] = (0.0 + stems[from + 1]) * by;
        from += channels;
      }
      return;
    }
    Arrays.fill(sums, 0, 2 * count, 0);
    for (int stem : added) {
      int from = start + 2 * stem;
      for (int i = 0; i < 2 * count; i += 2) {
        sums[i] += stems[from];
        sums[i + 1] += stems[from + 1];
        from += channels;
      }
    }
    for (int i = 0; i < 2 * count; i++) {
      sums[i] *= by;
    }
  }

  /** Notes the mix, and what the files lack of it. */
  private void compare(float[] mix, int at, int samples) {
    double[] sum = missing;
    Arrays.fill(sum, 0, samples, 0);
    for (double[] file : wanted) {
      for (int i = 0; i < samples; i++) {
        sum[i] += file[i];
      }
    }
    double[] all = target;
    double by = gain;
    for (int i = 0; i < samples; i++) {
      double sample = mix[at + i] * by;
      all[i] = sample;
      sum[i] = sample - sum[i];
    }
    System.arraycopy(all, 0, unwritten, 0, samples);
  }

  /** Gives each file its part of what is missing, frame by frame as the energies move on. */
  private void share(int count) {
    for (int i = 0; i < 2 * count; i += 2) {
      int loudest = listen(i);
      double all = 0;
      for (double energy : energies) {
        all += energy + LEAST_ENERGY;
      }
      share(i, loudest, all);
      share(i + 1, loudest, all);
    }
  }

  /** Averages the files' energies; gives the loudest. */
  private int listen(int at) {
    int loudest = 0;
    for (int file = 0; file < energies.length; file++) {
      double left = wanted[file][at];
      double right = wanted[file][at + 1];
      energies[file] = forget * energies[file] + (1 - forget) * (left * left + right * right);
      loudest = energies[file] > energies[loudest] ? file : loudest;
    }
    return loudest;
  }

  private void share(int at, int loudest, double all) {
    double roundedAway = 0;
    for (int file = 0; file < wanted.length; file++) {
      double share = missing[at] * (energies[file] + LEAST_ENERGY) / all;
      double sample = wanted[file][at] + share;
      if (file != loudest) {
        double rounded = rounded(sample);
        roundedAway += sample - rounded;
        sample = rounded;
      }
      wanted[file][at] = sample;
    }
    wanted[loudest][at] += roundedAway;
  }

  /** As the encoder rounds; float keeps it to its own precision. */
  private double rounded(double sample) {
    return full == 0 ? (float) sample : Samples.nearest(sample * full) / full;
  }

  /** Into the file, after a look at how loud it is; leaves what is still to be written. */
  private void putFloats(int file, double[] samples, float[] into, int at, int count) {
    double[] left = unwritten;
    float loudest = most;
    float peak = (float) peaks[file];
    for (int i = 0; i < count; i++) {
      float written = (float) samples[i];
      float size = Math.abs(written);
      peak = size > peak ? size : peak;
      written = written > loudest ? loudest : written < -loudest ? -loudest : written;
      into[at + i] = written;
      left[i] -= written;
    }
    peaks[file] = peak;
  }

  /** The same for samples that the encoder rounds and saturates: less of them is written. */
  private void putIntegers(int file, double[] samples, float[] into, int at, int count) {
    double[] left = unwritten;
    float loudest = most;
    double by = full;
    double one = 1 / full;
    double highest = full - 1;
    double lowest = -full;
    float peak = (float) peaks[file];
    for (int i = 0; i < count; i++) {
      float written = (float) samples[i];
      float size = Math.abs(written);
      peak = size > peak ? size : peak;
      written = written > loudest ? loudest : written < -loudest ? -loudest : written;
      into[at + i] = written;
      // Saturating first gives the same, and numbers that are small enough for the short way.
      double whole = written * by;
      whole = whole > highest ? highest : whole < lowest ? lowest : whole;
      left[i] -= (whole + Samples.ROUNDS - Samples.ROUNDS) * one;
    }
    peaks[file] = peak;
  }

  private void measure(int count) {
    double ofMix = mixEnergy;
    double ofSeparated = separatedEnergy;
    double ofWritten = writtenEnergy;
    double[] mix = target;
    double[] separated = missing;
    double[] written = unwritten;
    for (int i = 0; i < count; i++) {
      ofMix += mix[i] * mix[i];
      ofSeparated += separated[i] * separated[i];
      ofWritten += written[i] * written[i];
    }
    mixEnergy = ofMix;
    separatedEnergy = ofSeparated;
    writtenEnergy = ofWritten;
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
