package app.headroom.demucs;

/** What mean and variance are made of, added up in double precision. */
record Moments(long count, double sum, double squares) {

  static final Moments NONE = new Moments(0, 0, 0);

  static Moments of(float[] values, int from, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      double value = values[i];
      sum += value;
      squares += value * value;
    }
    return new Moments(count, sum, squares);
  }

  Moments plus(Moments other) {
    return new Moments(count + other.count, sum + other.sum, squares + other.squares);
  }

  /** The normalisation by mean and unbiased standard deviation. */
  Normalisation normalisation() {
    double mean = sum / count;
    double variance = (squares - sum * mean) / (count - 1);
    return new Normalisation((float) mean, (float) Math.sqrt(Math.max(0, variance)));
  }
}
