package app.headroom.demucs.graph;

/**
 * Where a token is, as sines and cosines (Vaswani et al.: "Attention Is All You Need"), computed in
 * the graph for whatever length it runs with; {@code demucs/transformer.py}, {@code
 * create_sin_embedding} and {@code create_2d_sin_embedding}.
 */
final class PositionEmbedding {

  private static final double MAX_PERIOD = 10_000;

  private final OnnxGraph graph;
  private final int width;

  PositionEmbedding(OnnxGraph graph, int width) {
    this.graph = graph;
    this.width = width;
  }

  /**
   * For tokens of the spectrogram, row by row: the first half of the channels tells the column, the
   * second the row; sines and cosines alternate. [rows * columns, width].
   */
  String ofGrid(int rows, Extent columns) {
    int half = width / 2;
    int waves = half / 2;
    float[] frequencies = new float[waves];
    for (int k = 0; k < waves; k++) {
      frequencies[k] = (float) Math.exp(2 * k * (float) -(Math.log(MAX_PERIOD) / half));
    }
    String angles =
        graph.multiply(positions(columns), graph.constant(new Tensor(frequencies, 1, waves)));
    String sines = unsqueezed(graph.node("Sin", angles).result());
    String cosines = unsqueezed(graph.node("Cos", angles).result());
    String ofColumns = graph.reshape(graph.concatenate(2, sines, cosines), 1, -1, half);

    float[] rowValues = new float[rows * half];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < waves; k++) {
        float angle = row * frequencies[k];
        rowValues[row * half + 2 * k] = (float) Math.sin(angle);
        rowValues[row * half + 2 * k + 1] = (float) Math.cos(angle);
      }
    }
    String ofRows = graph.constant(new Tensor(rowValues, rows, 1, half));

    String shape = graph.concatenate(0, graph.integers(rows), columns.size(), graph.integers(half));
    String grid =
        graph.concatenate(
            2,
            graph.node("Expand", ofColumns, shape).result(),
            graph.node("Expand", ofRows, shape).result());
    return graph.reshape(grid, -1, width);
  }

  /** For tokens of the waveform: cosines, then sines. [columns, width]. */
  String ofLine(Extent columns) {
    int half = width / 2;
    float[] periods = new float[half];
    for (int k = 0; k < half; k++) {
      periods[k] = (float) Math.pow(MAX_PERIOD, (float) k / (half - 1));
    }
    String angles = graph.divide(positions(columns), graph.constant(new Tensor(periods, 1, half)));
    return graph.concatenate(
        1, graph.node("Cos", angles).result(), graph.node("Sin", angles).result());
  }

  /** 0, 1, 2, ... as a column. */
  private String positions(Extent extent) {
    String end = graph.node("Squeeze", extent.size()).result();
    String range =
        graph.node("Range", graph.integerScalar(0), end, graph.integerScalar(1)).result();
    return graph.reshape(graph.toFloat(range), -1, 1);
  }

  private String unsqueezed(String value) {
    return graph.node("Unsqueeze", value, graph.integers(2)).result();
  }
}
