package app.headroom.demucs.graph;

/**
 * A value of shape [1, channels, rows, columns]: in the spectrogram's branch rows are frequencies,
 * in the waveform's there is one row.
 *
 * @param value its name in the graph
 */
record FeatureMap(String value, int channels, int rows, Extent columns) {

  FeatureMap withValue(String other) {
    return new FeatureMap(other, channels, rows, columns);
  }
}
