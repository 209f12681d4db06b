package app.headroom.demucs.graph;

import java.util.List;

/**
 * The small parts of which encoders and decoders are made. Everything stays in the form [parts,
 * channels, rows, columns], and shapes are declared, so that ONNX Runtime keeps its blocked layout
 * from one convolution to the next.
 */
final class Blocks {

  private static final int STRIDE = 4;
  private static final int ROW_AXIS = 2;

  /**
   * Filters that the blocked kernels work on together. The threads share these sets out, so that of
   * one and a half sets one thread gets twice as much as the other.
   */
  private static final int FILTER_SET = 64;

  private final OnnxGraph graph;

  Blocks(OnnxGraph graph) {
    this.graph = graph;
  }

  /** Zeros around a map: above, left, below, right. */
  record Padding(int top, int left, int bottom, int right) {
    static final Padding NONE = new Padding(0, 0, 0, 0);
  }

  /**
   * A convolution that keeps the columns; the padding decides how many rows there are.
   *
   * @param kernel [outputs, channels, height, width]
   */
  FeatureMap convolve(FeatureMap input, Tensor kernel, Tensor bias, Padding padding) {
    int rows = input.rows() + padding.top() + padding.bottom() - kernel.shape[2] + 1;
    String result = convolution(input, kernel, bias, padding).result();
    return declared(input.of(result, kernel.rows(), rows, input.columns()));
  }

  /** A convolution to every fourth row. */
  FeatureMap convolveToFewerRows(FeatureMap input, Tensor kernel, Tensor bias, Padding padding) {
    int rows = (input.rows() + padding.top() + padding.bottom() - kernel.shape[2]) / STRIDE + 1;
    String result = convolution(input, kernel, bias, padding).with("strides", STRIDE, 1).result();
    return declared(input.of(result, kernel.rows(), rows, input.columns()));
  }

  /**
   * A convolution to every fourth column of a single row. It is padded by 2 on both sides and, to a
   * multiple of 4, by up to 3 on the right.
   *
   * @param columns a quarter of the input's, rounded up
   */
  FeatureMap convolveToFewerColumns(FeatureMap input, Tensor kernel, Tensor bias, Extent columns) {
    String result =
        convolution(input, kernel, bias, new Padding(0, 2, 0, 5))
            .with("strides", 1, STRIDE)
            .result();
    return declared(input.of(result, kernel.rows(), 1, columns));
  }

  /** A convolution of three taps along the columns, with gaps between them. */
  FeatureMap convolveDilated(FeatureMap input, Tensor kernel, Tensor bias, int dilation) {
    String result =
        convolution(input, kernel, bias, new Padding(0, dilation, 0, dilation))
            .with("dilations", 1, dilation)
            .result();
    return declared(input.of(result, kernel.rows(), input.rows(), input.columns()));
  }

  private OnnxGraph.Node convolution(
      FeatureMap input, Tensor kernel, Tensor bias, Padding padding) {
    return graph
        .node("Conv", input.value(), graph.constant(kernel), graph.constant(bias))
        .with("kernel_shape", kernel.shape[2], kernel.shape[3])
        .with("pads", padding.top(), padding.left(), padding.bottom(), padding.right());
  }

  /** The exact one. The operator of ONNX itself: ONNX Runtime's own would leave the layout. */
  FeatureMap gelu(FeatureMap input) {
    return declared(input.withValue(graph.node("Gelu", input.value()).result()));
  }

  FeatureMap add(FeatureMap a, FeatureMap b) {
    return declared(a.withValue(graph.add(a.value(), b.value())));
  }

  FeatureMap add(FeatureMap a, Tensor constant) {
    return declared(a.withValue(graph.add(a.value(), graph.constant(constant))));
  }

  FeatureMap multiply(FeatureMap a, String factors) {
    return declared(a.withValue(graph.multiply(a.value(), factors)));
  }

  /**
   * A convolution to twice the channels, the first half times the sigmoid of the second: done as
   * two convolutions, since the sigmoid is then part of one of them and nothing is cut in halves.
   */
  FeatureMap gatedConvolution(FeatureMap input, Tensor kernel, Tensor bias, Padding padding) {
    int channels = kernel.rows() / 2;
    boolean uneven = channels % FILTER_SET == FILTER_SET / 2 && kernel.shape[2] > 1;
    if (!uneven || input.parts() > 1) {
      return gated(input, kernel, bias, padding, 0, channels);
    }
    FeatureMap first = gated(input, kernel, bias, padding, 0, channels / 2);
    FeatureMap second = gated(input, kernel, bias, padding, channels / 2, channels);
    String both = graph.concatenate(1, first.value(), second.value());
    return declared(first.of(both, channels, first.rows(), first.columns()));
  }

  /** Some of the channels of it. */
  private FeatureMap gated(
      FeatureMap input, Tensor kernel, Tensor bias, Padding padding, int from, int to) {
    int all = kernel.rows() / 2;
    FeatureMap gate =
        convolve(
            input, kernel.rows(all + from, all + to), bias.rows(all + from, all + to), padding);
    String open = graph.node("Sigmoid", gate.value()).result();
    declared(gate.withValue(open));
    FeatureMap signal = convolve(input, kernel.rows(from, to), bias.rows(from, to), padding);
    return multiply(signal, open);
  }

  /** Some of the rows. */
  FeatureMap rows(FeatureMap input, int from, int to) {
    String part = graph.slice(input.value(), graph.integers(from), graph.integers(to), ROW_AXIS);
    return declared(input.of(part, input.channels(), to - from, input.columns()));
  }

  /** The rows of all parts, one after the other. */
  FeatureMap joinRows(List<FeatureMap> parts) {
    String joined =
        graph.concatenate(ROW_AXIS, parts.stream().map(FeatureMap::value).toArray(String[]::new));
    int rows = parts.stream().mapToInt(FeatureMap::rows).sum();
    FeatureMap first = parts.getFirst();
    return declared(first.of(joined, first.channels(), rows, first.columns()));
  }

  private FeatureMap declared(FeatureMap map) {
    graph.declare(map);
    return map;
  }
}
