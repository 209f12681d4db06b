package app.headroom.music;

import org.jspecify.annotations.Nullable;

/**
 * Finds the beat. How much louder each of three bands becomes from one moment to the next (spectral
 * flux: kick, snare, cymbals) is correlated with itself at all distances up to 14 seconds, as it
 * comes in; nothing grows with the song. Of the distances that the correlation and its multiples
 * favour, the shortest between 70 and 182 beats a minute is the beat at which the hits are still
 * alike, or at which there always is a kick: off-beats are weaker than beats. Its multiples then
 * give it to a hundredth. After Ellis, "Beat Tracking by Dynamic Programming" (2007), for the
 * correlation and the preference for about two beats a second. One thread.
 */
final class TempoListener {

  private static final int RATE_HZ = 44_100;
  private static final int WINDOW = 1024;
  private static final double MOMENTS_PER_SECOND = RATE_HZ / (WINDOW / 2.0);
  private static final int LAGS = 1200;

  /** Edges of the bands in hertz, and what each counts for. */
  private static final double[][] BANDS = {{30, 160}, {160, 2500}, {5000, 16_000}};

  private static final double[] WEIGHTS = {1, 1, 0.1};

  private static final int[] FIRST_BINS = {bin(BANDS[0][0]), bin(BANDS[1][0]), bin(BANDS[2][0])};
  private static final int[] END_BINS = {bin(BANDS[0][1]), bin(BANDS[1][1]), bin(BANDS[2][1])};
  private static final int BINS = END_BINS[2];

  /** The first band alone. */
  private static final double[] KICK = {1, 0, 0};

  private static final double SLOWEST_BPM = 69;
  private static final double FASTEST_BPM = 182;
  private static final double USUAL_BPM = 118;
  private static final double SPREAD_OCTAVES = 0.9;

  /** How alike one beat must be to the next, against the one after the next. */
  private static final double ALIKE = 0.8;

  private static final double KICKS = 0.6;
  private static final double LEAST_CORRELATION = 0.3;
  private static final double LEAST_SECONDS = 6;

  private final SlidingSpectrum spectrum = new SlidingSpectrum(WINDOW, BINS, this::moment);
  private final float[] before = new float[BINS];

  /** Newest first from {@link #newest} on; a second time behind that, so that it never wraps. */
  private final double[][] past = new double[BANDS.length][2 * LAGS];

  private int newest;
  private final double[][][] products = new double[BANDS.length][BANDS.length][LAGS];
  private final double[] lastFlux = new double[BANDS.length];
  private final double[] fluxBefore = new double[BANDS.length];
  private final double[] sums = new double[BANDS.length];
  private double energy;
  private long moments;

  /** What was found, and how sure it is: the correlation of one beat with the next. */
  record Tempo(double bpm, double correlation) {}

  void add(float[] samples, int count) {
    double sum = energy;
    for (int i = 0; i < count; i++) {
      double sample = samples[i];
      sum += sample * sample;
    }
    energy = sum;
    spectrum.add(samples, count);
  }

  /** Of all samples so far. */
  double energy() {
    return energy;
  }

  private void moment(float[] magnitudes) {
    newest = newest == 0 ? LAGS - 1 : newest - 1;
    for (int band = 0; band < BANDS.length; band++) {
      double now = moments == 0 ? 0 : flux(magnitudes, FIRST_BINS[band], END_BINS[band]);
      // Smoothed a little: a hit looks alike wherever it falls between two moments.
      double smooth = (now + 2 * lastFlux[band] + fluxBefore[band]) / 4;
      fluxBefore[band] = lastFlux[band];
      lastFlux[band] = now;
      sums[band] += smooth;
      past[band][newest] = smooth;
      past[band][newest + LAGS] = smooth;
    }
    System.arraycopy(magnitudes, 0, before, 0, before.length);
    int lags = (int) Math.min(moments + 1, LAGS);
    for (int band = 0; band < BANDS.length; band++) {
      correlate(band, lags);
    }
    moments++;
  }

  /** How much louder a bin has become since the last moment, on average. */
  private double flux(float[] magnitudes, int first, int end) {
    float[] last = before;
    double flux = 0;
    for (int i = first; i < end; i++) {
      float louder = magnitudes[i] - last[i];
      if (!(louder <= 0)) { // what is no number is no silence
        flux += louder;
      }
    }
    return flux / (end - first);
  }

  /** The moment's three bands with all that one of them was before. */
  private void correlate(int band, int lags) {
    int from = newest;
    double low = past[0][from];
    double middle = past[1][from];
    double high = past[2][from];
    double[] other = past[band];
    double[] ofLow = products[0][band];
    double[] ofMiddle = products[1][band];
    double[] ofHigh = products[2][band];
    for (int lag = 0; lag < lags; lag++) {
      double then = other[from + lag];
      ofLow[lag] += low * then;
      ofMiddle[lag] += middle * then;
      ofHigh[lag] += high * then;
    }
  }

  private static int bin(double hertz) {
    return (int) Math.ceil(hertz * WINDOW / RATE_HZ);
  }

  /** Of all that has come so far, or null where there is no steady beat. */
  @Nullable Tempo tempo() {
    if (moments < LEAST_SECONDS * MOMENTS_PER_SECOND) {
      return null;
    }
    double[] correlation = correlation(WEIGHTS);
    double[] kick = correlation(KICK);
    double coarse = refined(correlation, likeliest(correlation));
    double beat = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (double lag : new double[] {coarse / 2, coarse, 2 * coarse}) {
      double bpm = bpm(lag);
      if (bpm >= SLOWEST_BPM && bpm <= FASTEST_BPM) {
        double alike = kicks(kick, lag) ? 1 : alike(correlation, lag);
        if (alike > best) {
          best = alike;
          beat = lag;
        }
        if (alike >= ALIKE) {
          break;
        }
      }
    }
    if (beat == 0) {
      return null;
    }
    double sure = near(correlation, beat);
    double bpm = bpm(refined(correlation, beat));
    return sure < LEAST_CORRELATION ? null : new Tempo(Math.round(bpm * 10) / 10.0, sure);
  }

  private static double alike(double[] correlation, double lag) {
    return near(correlation, lag) / Math.max(near(correlation, 2 * lag), 1e-9);
  }

  /** Whether there is a kick at nearly every such distance. */
  private static boolean kicks(double[] kick, double lag) {
    return near(kick, lag) > KICKS * (kick[0] + 2 * kick[1]);
  }

  private static double bpm(double lag) {
    return 60 * MOMENTS_PER_SECOND / lag;
  }

  /** At every lag, 1 at 0; each band brought to the same strength, without its mean. */
  private double[] correlation(double[] weights) {
    double[] strengths = new double[BANDS.length];
    for (int band = 0; band < BANDS.length; band++) {
      double rms = Math.sqrt(products[band][band][0] / moments);
      strengths[band] = rms < 1e-9 ? 0 : weights[band] / rms;
    }
    // Of a short song the longest distances have too few pairs to tell.
    double[] correlation = new double[(int) Math.min(LAGS, moments * 2 / 3)];
    for (int lag = 0; lag < correlation.length; lag++) {
      double sum = 0;
      for (int a = 0; a < BANDS.length; a++) {
        for (int b = 0; b < BANDS.length; b++) {
          double mean = sums[a] / moments * sums[b] / moments;
          sum += strengths[a] * strengths[b] * (products[a][b][lag] / (moments - lag) - mean);
        }
      }
      correlation[lag] = sum;
    }
    double whole = Math.max(correlation[0], 1e-12);
    for (int lag = 0; lag < correlation.length; lag++) {
      correlation[lag] /= whole;
    }
    return correlation;
  }

  /** The lag that its own multiples and what is usual speak for most. */
  private static double likeliest(double[] correlation) {
    double best = Double.NEGATIVE_INFINITY;
    double likeliest = 0;
    for (double bpm = 65; bpm < 190; bpm *= 1.005) {
      double lag = 60 * MOMENTS_PER_SECOND / bpm;
      double comb = 0;
      for (int multiple = 1; multiple <= 4; multiple++) {
        comb += near(correlation, multiple * lag);
      }
      double octaves = Math.log(bpm / USUAL_BPM) / Math.log(2) / SPREAD_OCTAVES;
      double score = comb * Math.exp(-octaves * octaves / 2);
      if (score > best) {
        best = score;
        likeliest = lag;
      }
    }
    return likeliest;
  }

  /**
   * The highest within a hundredth of that lag; of three neighbours together, since a beat may fall
   * between two moments.
   */
  private static double near(double[] correlation, double lag) {
    double around = Math.max(1, lag / 100);
    double highest = Double.NEGATIVE_INFINITY;
    int last = (int) Math.min(correlation.length - 2, Math.ceil(lag + around));
    for (int i = (int) Math.max(1, Math.floor(lag - around)); i <= last; i++) {
      highest = Math.max(highest, correlation[i - 1] + correlation[i] + correlation[i + 1]);
    }
    return highest;
  }

  /** Each doubling of the distance over which beats are counted halves the error. */
  private static double refined(double[] correlation, double coarse) {
    double lag = coarse;
    for (int beats = 1; beats <= 16 && beats * lag + 8 < correlation.length; beats *= 2) {
      double around = Math.max(2, beats * lag * (beats == 1 ? 0.02 : 0.004));
      int first = (int) Math.max(1, Math.round(beats * lag - around));
      int last = (int) Math.min(correlation.length - 2, Math.round(beats * lag + around));
      int top = first;
      for (int i = first; i <= last; i++) {
        top = correlation[i] > correlation[top] ? i : top;
      }
      double left = correlation[top - 1];
      double right = correlation[top + 1];
      double curve = left - 2 * correlation[top] + right;
      double off = curve < 0 ? Math.clamp((left - right) / 2 / curve, -1, 1) : 0;
      lag = (top + off) / beats;
    }
    return lag;
  }
}
