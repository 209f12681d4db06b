package app.headroom.audio;

/**
 * Mean and standard deviation of the mono mix, in one pass and without loss of precision: each
 * chunk's mean and squared deviations in two passes over the chunk, joined as in Chan, Golub,
 * LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979).
 */
final class LevelMeter {

  private long frames;
  private double mean;
  private double squaredDeviations;
  private double peak;

  /**
   * @param samples interleaved stereo
   */
  void add(float[] samples, int count) {
    if (count == 0) {
      return;
    }
    double sum = 0;
    double highest = peak;
    for (int i = 0; i < 2 * count; i += 2) {
      double left = samples[i];
      double right = samples[i + 1];
      sum += left + right;
      highest = Math.max(highest, Math.max(Math.abs(left), Math.abs(right)));
    }
    peak = highest;
    double chunkMean = sum / 2 / count;
    double chunkDeviations = 0;
    for (int i = 0; i < 2 * count; i += 2) {
      double deviation = ((double) samples[i] + samples[i + 1]) / 2 - chunkMean;
      chunkDeviations += deviation * deviation;
    }
    long joined = frames + count;
    double apart = chunkMean - mean;
    mean += apart * count / joined;
    squaredDeviations += chunkDeviations + apart * apart * frames * ((double) count / joined);
    frames = joined;
  }

  Levels levels() {
    double std = frames < 2 ? 0 : Math.sqrt(squaredDeviations / (frames - 1));
    return new Levels(mean, std, peak);
  }
}
