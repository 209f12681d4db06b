package app.headroom.demucs;

/**
 * Level of a whole song, by which Demucs normalises it before it is cut into segments.
 *
 * @param mean of its mono mix
 * @param deviation standard deviation of its mono mix (unbiased); 0 for silence and where there are
 *     fewer than two frames
 */
public record MixLevel(double mean, double deviation) {

  /** As in Demucs: keeps silence finite. */
  private static final double EPSILON = 1e-8;

  /** Leaves everything as it is. */
  public static final MixLevel AS_IT_IS = new MixLevel(0, 1);

  public MixLevel {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation < 0) {
      throw new IllegalArgumentException("no level: " + mean + ", " + deviation);
    }
  }

  float normalised(float sample) {
    return (float) ((sample - mean) / (deviation + EPSILON));
  }

  float denormalised(float sample) {
    return (float) (sample * (deviation + EPSILON) + mean);
  }

  /** Finds the level while a song streams by. */
  public static final class Meter {

    private long frames;
    private double mean;
    private double squares;

    /**
     * Welford's algorithm: no cancellation, however long the song and however large its offset.
     *
     * @param interleaved left and right of each frame in turn
     */
    public void add(float[] interleaved, int count) {
      for (int i = 0; i < count; i++) {
        double mono = ((double) interleaved[2 * i] + interleaved[2 * i + 1]) / 2;
        frames++;
        double difference = mono - mean;
        mean += difference / frames;
        squares += difference * (mono - mean);
      }
    }

    public MixLevel level() {
      return new MixLevel(mean, frames < 2 ? 0 : Math.sqrt(squares / (frames - 1)));
    }
  }
}
