package app.headroom.demucs.graph;

/**
 * A length that is only known when the graph runs.
 *
 * @param symbol its name in shapes
 * @param size the value that holds it, int64 [1]
 * @param reciprocal the value that holds one over how many columns count in statistics, float [1]:
 *     one over the length, unless it is that of one of {@link Halves}
 */
record Extent(String symbol, String size, String reciprocal) {

  /**
   * The same length under another name. ONNX Runtime keeps the memory of a value for a later one
   * whose shape has the same names; where that is far away, another name sets it free in between.
   */
  Extent renamed() {
    return new Extent(symbol + "_later", size, reciprocal);
  }
}
