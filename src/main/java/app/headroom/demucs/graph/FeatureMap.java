package app.headroom.demucs.graph;

/**
 * A value of shape [parts, channels, rows, columns]: in the spectrogram's branch rows are
 * frequencies, in the waveform's there is one row. Parts are the waveform's {@link Halves}; all
 * else is of one part.
 *
 * @param value its name in the graph
 */
record FeatureMap(String value, int parts, int channels, int rows, Extent columns) {

  FeatureMap(String value, int channels, int rows, Extent columns) {
    this(value, 1, channels, rows, columns);
  }

  FeatureMap withValue(String other) {
    return new FeatureMap(other, parts, channels, rows, columns);
  }

  /** Another one, of as many parts. */
  FeatureMap of(String other, int otherChannels, int otherRows, Extent otherColumns) {
    return new FeatureMap(other, parts, otherChannels, otherRows, otherColumns);
  }
}
