package app.headroom.demucs;

/** How the network's input is brought to a common level, and its output back. */
record Normalisation(float mean, float deviation) {

  private static final float EPSILON = 1e-5f;

  void apply(float[] values, int count) {
    float scale = 1 / (EPSILON + deviation);
    for (int i = 0; i < count; i++) {
      values[i] = (values[i] - mean) * scale;
    }
  }

  float undo(float value) {
    return value * deviation + mean;
  }
}
