package app.headroom.demucs.graph;

import app.headroom.demucs.graph.Blocks.Padding;

/**
 * The transposed convolutions of the decoders: kernel 8, stride 4, 2 cropped on both sides. Four
 * outputs come from each input position, and each of these phases sees two taps only:
 *
 * <pre>
 * out[4 m + r] = x[m - 1] W[6 + r] + x[m] W[2 + r]       r = 0, 1
 * out[4 m + r] = x[m] W[2 + r] + x[m + 1] W[r - 2]       r = 2, 3
 * </pre>
 *
 * So they are done as ordinary convolutions of two taps, for which ONNX Runtime has fast kernels,
 * and the phases are put between each other afterwards.
 */
final class TransposedConvolution {

  private static final int STRIDE = 4;
  private static final int TAPS = 2;

  private final OnnxGraph graph;
  private final Blocks blocks;

  TransposedConvolution(OnnxGraph graph, Blocks blocks) {
    this.graph = graph;
    this.blocks = blocks;
  }

  /**
   * Over the rows. A phase's rows, written one after the other behind those of the phase before,
   * lie where four times as many rows should lie: putting them between each other is a
   * concatenation along the columns.
   *
   * @param kernel [inputs, outputs, 8, 1]
   */
  FeatureMap hiddenOverRows(FeatureMap input, Tensor kernel, Tensor bias) {
    int outputs = kernel.shape[1];
    String[] phases = new String[STRIDE];
    for (int r = 0; r < STRIDE; r++) {
      phases[r] = blocks.gelu(phaseOverRows(input, kernel, bias, r)).value();
    }
    String joined = graph.concatenate(3, phases);
    int rows = STRIDE * input.rows();
    String shape = graph.concatenate(0, graph.integers(1, outputs, rows), input.columns().size());
    var result = new FeatureMap(graph.reshape(joined, shape), outputs, rows, input.columns());
    graph.declare(result);
    return result;
  }

  /**
   * The same for a band without GELU, as an output of the graph: of shape [1, outputs, rows, 4
   * columns], which in memory is [1, outputs, 4 rows, columns]. A change of shape at this place
   * would be a copy.
   *
   * @param input the band and a row more on each side, where there is one
   */
  void outputOverRows(FeatureMap input, Band band, Tensor kernel, Tensor bias, String name) {
    int outputs = kernel.shape[1];
    String[] phases = new String[STRIDE];
    for (int r = 0; r < STRIDE; r++) {
      Tensor taps = threeTaps(taps(kernel, r), r);
      phases[r] =
          blocks
              .convolve(
                  input, taps.reshaped(outputs, input.channels(), 3, 1), bias, band.padding(1, 0))
              .value();
    }
    graph.node("Concat", phases).with("axis", 3).result(name);
    graph.output(name, 1, outputs, band.end() - band.first(), STRIDE + input.columns().symbol());
  }

  /** The two taps that a phase sees among the three around a position. */
  private static Tensor threeTaps(Tensor taps, int phase) {
    float[] values = new float[taps.values.length / TAPS * 3];
    for (int i = 0; i < taps.values.length; i++) {
      values[i / TAPS * 3 + i % TAPS + (phase < 2 ? 0 : 1)] = taps.values[i];
    }
    return new Tensor(values, taps.shape[0], taps.shape[1], 3);
  }

  private FeatureMap phaseOverRows(FeatureMap input, Tensor kernel, Tensor bias, int phase) {
    Tensor taps = taps(kernel, phase);
    return blocks.convolve(
        input,
        taps.reshaped(taps.rows(), input.channels(), TAPS, 1),
        bias,
        phase < 2 ? new Padding(1, 0, 0, 0) : new Padding(0, 0, 1, 0));
  }

  /**
   * Over the columns of a single row, cut to the length that the encoder had there.
   *
   * @param kernel [inputs, outputs, 8]
   */
  FeatureMap hiddenOverColumns(FeatureMap input, Tensor kernel, Tensor bias, Extent columns) {
    FeatureMap phases = phasesOverColumns(input, kernel, bias);
    String value = putBetween(phases, columns).result();
    FeatureMap result = input.of(value, kernel.shape[1], 1, columns);
    graph.declare(result);
    return blocks.gelu(result);
  }

  /**
   * The same without GELU, of halves that are put together, as an output of the graph: [1, outputs,
   * 1, columns].
   *
   * @param level of the input
   */
  void outputOverColumns(
      FeatureMap input,
      Tensor kernel,
      Tensor bias,
      Halves.Level level,
      Extent columns,
      String name) {
    FeatureMap phases = level.join(phasesOverColumns(input, kernel, bias));
    putBetween(phases, columns).result(name);
    graph.output(name, 1, kernel.shape[1], 1, columns.symbol());
  }

  /** One phase's channels behind those of another. */
  private FeatureMap phasesOverColumns(FeatureMap input, Tensor kernel, Tensor bias) {
    Tensor twice = bias.followedBy(bias);
    String early = phasePair(input, kernel, twice, 0);
    String late = phasePair(input, kernel, twice, 2);
    String phases = graph.concatenate(1, early, late);
    return input.of(phases, STRIDE * kernel.shape[1], 1, input.columns());
  }

  private OnnxGraph.Node putBetween(FeatureMap phases, Extent columns) {
    int parts = phases.parts();
    int outputs = phases.channels() / STRIDE;
    String split = graph.reshape(phases.value(), parts, STRIDE, outputs, -1);
    String between = graph.reshape(graph.transpose(split, 0, 2, 3, 1), parts, outputs, 1, -1);
    return graph.node("Slice", between, graph.integers(0), columns.size(), graph.integers(3));
  }

  private String phasePair(FeatureMap input, Tensor kernel, Tensor twiceBias, int first) {
    Tensor taps = taps(kernel, first).followedBy(taps(kernel, first + 1));
    return blocks
        .convolve(
            input,
            taps.reshaped(taps.rows(), input.channels(), 1, TAPS),
            twiceBias,
            first < 2 ? new Padding(0, 1, 0, 0) : new Padding(0, 0, 0, 1))
        .value();
  }

  /** The two taps that a phase sees, [outputs, inputs, 2]. */
  private static Tensor taps(Tensor kernel, int phase) {
    int inputs = kernel.shape[0];
    int outputs = kernel.shape[1];
    int size = kernel.shape[2];
    int first = phase < 2 ? 6 + phase : 2 + phase;
    int second = phase < 2 ? 2 + phase : phase - 2;
    float[] values = new float[outputs * inputs * TAPS];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        int from = (i * outputs + o) * size;
        int to = (o * inputs + i) * TAPS;
        values[to] = kernel.values[from + first];
        values[to + 1] = kernel.values[from + second];
      }
    }
    return new Tensor(values, outputs, inputs, TAPS);
  }
}
