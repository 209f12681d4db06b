package app.headroom.music;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key: how long and how loud each of the twelve tones sounds, compared with the profiles
 * that Krumhansl and Kessler measured with listeners ("Tracing the Dynamic Changes in Perceived
 * Tonal Organization", 1982). Instruments that are tuned higher or lower are heard as they are
 * meant. Nothing grows with the song. One thread.
 */
final class KeyListener {

  private static final double[] MAJOR = {
    6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88
  };
  private static final double[] MINOR = {
    6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17
  };

  /** As ID3 writes them, in the spelling with fewer accidentals. */
  private static final List<String> MAJOR_NAMES =
      List.of("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B");

  private static final List<String> MINOR_NAMES =
      List.of("Cm", "C#m", "Dm", "Ebm", "Em", "Fm", "F#m", "Gm", "G#m", "Am", "Bbm", "Bm");

  private static final int RATE_HZ = 44_100;
  private static final int WINDOW = 8192;
  private static final double LOWEST_HZ = 60;
  private static final double HIGHEST_HZ = 2000;
  private static final int FIRST_BIN = (int) (LOWEST_HZ * WINDOW / RATE_HZ);
  private static final int END_BIN = (int) (HIGHEST_HZ * WINDOW / RATE_HZ);

  /** Parts of a semitone that are told apart, for the tuning. */
  private static final int PARTS = 10;

  private static final double LEAST_CORRELATION = 0.5;

  private final SlidingSpectrum spectrum = new SlidingSpectrum(WINDOW, END_BIN + 1, this::moment);
  private final double[] tones = new double[12 * PARTS];

  void add(float[] samples, int count) {
    spectrum.add(samples, count);
  }

  /** Takes the peaks; a moment counts by the square root of its loudness. */
  private void moment(float[] magnitudes) {
    double whole = 0;
    for (int i = FIRST_BIN; i < END_BIN; i++) {
      whole += magnitudes[i];
    }
    if (whole < 1e-4) {
      return;
    }
    double weight = 1 / Math.sqrt(whole);
    for (int i = FIRST_BIN; i < END_BIN; i++) {
      double middle = magnitudes[i];
      if (middle > magnitudes[i - 1] && middle >= magnitudes[i + 1] && middle > whole / 200) {
        double left = Math.log(magnitudes[i - 1] + 1e-12);
        double right = Math.log(magnitudes[i + 1] + 1e-12);
        double curve = left - 2 * Math.log(middle) + right;
        double off = curve < 0 ? Math.clamp((left - right) / 2 / curve, -0.5, 0.5) : 0;
        double hertz = (i + off) * RATE_HZ / WINDOW;
        double semitones = 12 * Math.log(hertz / 440) / Math.log(2) + 69;
        int tone = (int) Math.floorMod(Math.round(semitones * PARTS), (long) tones.length);
        tones[tone] += middle * weight;
      }
    }
  }

  /** Of all that has come so far, or null where none stands out. */
  @Nullable String key() {
    double[] heard = inTune();
    String best = null;
    double highest = LEAST_CORRELATION;
    for (int tonic = 0; tonic < 12; tonic++) {
      double major = correlation(heard, MAJOR, tonic);
      double minor = correlation(heard, MINOR, tonic);
      if (major > highest) {
        highest = major;
        best = MAJOR_NAMES.get(tonic);
      }
      if (minor > highest) {
        highest = minor;
        best = MINOR_NAMES.get(tonic);
      }
    }
    return best;
  }

  /** The twelve tones, with the tuning in which most of them are one. */
  private double[] inTune() {
    double x = 0;
    double y = 0;
    for (int i = 0; i < tones.length; i++) {
      x += tones[i] * Math.cos(2 * Math.PI * i / PARTS);
      y += tones[i] * Math.sin(2 * Math.PI * i / PARTS);
    }
    int off = (int) Math.round(Math.atan2(y, x) / (2 * Math.PI) * PARTS);
    double[] heard = new double[12];
    for (int i = 0; i < tones.length; i++) {
      int shifted = Math.floorMod(i - off + PARTS / 2, tones.length);
      heard[shifted / PARTS] += tones[i];
    }
    return heard;
  }

  /** Pearson's, 0 where nothing was heard. */
  private static double correlation(double[] heard, double[] profile, int tonic) {
    double meanHeard = mean(heard);
    double meanProfile = mean(profile);
    double both = 0;
    double ofHeard = 0;
    double ofProfile = 0;
    for (int i = 0; i < 12; i++) {
      double a = heard[(i + tonic) % 12] - meanHeard;
      double b = profile[i] - meanProfile;
      both += a * b;
      ofHeard += a * a;
      ofProfile += b * b;
    }
    return ofHeard == 0 ? 0 : both / Math.sqrt(ofHeard * ofProfile);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
