package app.headroom.demucs.graph;

import app.headroom.demucs.weights.Weights;
import java.util.Arrays;

/**
 * DConv of Demucs: two residual layers, each a dilated convolution to few channels, a group norm,
 * GELU, a convolution to twice the channels, a second group norm, a gate and a scale. A row of the
 * spectrogram is normalised for itself.
 *
 * <p>The normalisations cost no pass over the wide signal. The first one's statistics come from the
 * few hidden channels. The second one's would need the 2C channels before the gate, W g with g the
 * hidden channels after GELU; but their sum is a product with the column sums of W, and their sum
 * of squares is that of R g, with R the triangular factor of W, which has no more channels than g.
 * Mean and scale then go into g, and into W with two more hidden channels that are constant: one is
 * 1 (times the scale: it carries W's bias), one becomes mean times scale.
 */
final class ResidualBranch {

  private static final int LAYERS = 2;
  private static final int CONSTANT_CHANNELS = 2;

  /** Below this the blocked kernels are not used. */
  private static final int CHANNEL_BLOCK = 16;

  private static final double EPSILON = 1e-5;

  /** GELU of this is 1. */
  private static final float GELU_OF_THIS_IS_ONE = 1.1444507f;

  private final OnnxGraph graph;
  private final Blocks blocks;
  private final Weights weights;

  ResidualBranch(OnnxGraph graph, Blocks blocks, Weights weights) {
    this.graph = graph;
    this.blocks = blocks;
    this.weights = weights;
  }

  FeatureMap apply(FeatureMap input, String prefix) {
    FeatureMap sum = input;
    for (int d = 0; d < LAYERS; d++) {
      sum = layer(sum, prefix + ".layers." + d + ".", 1 << d);
    }
    return sum;
  }

  private FeatureMap layer(FeatureMap input, String prefix, int dilation) {
    Tensor narrow = Tensor.of(weights, prefix + "0.weight");
    int hidden = narrow.rows();
    int padded = Math.ceilDiv(hidden + CONSTANT_CHANNELS, CHANNEL_BLOCK) * CHANNEL_BLOCK;
    int taps = narrow.shape[2];
    FeatureMap h =
        blocks.convolveDilated(
            input,
            widened(narrow, padded).reshaped(padded, input.channels(), 1, taps),
            widened(Tensor.of(weights, prefix + "0.bias"), padded),
            dilation);
    FeatureMap g = firstNorm(h, hidden, prefix + "1");
    return blocks.add(input, gated(g, hidden, prefix));
  }

  /** The hidden channels normalised and through GELU; the two after them are 1, the rest 0. */
  private FeatureMap firstNorm(FeatureMap h, int hidden, String norm) {
    String sum = graph.sumOver(1, graph.sumOver(3, h.value()));
    String squares = graph.sumOver(1, sumOfSquares(h.value()));
    Statistics statistics = statistics(sum, squares, h.columns(), hidden);
    Tensor gain = channels(widened(Tensor.of(weights, norm + ".weight"), h.channels()));
    Tensor shift = channels(widened(Tensor.of(weights, norm + ".bias"), h.channels()));
    shift.values[hidden] = GELU_OF_THIS_IS_ONE;
    shift.values[hidden + 1] = GELU_OF_THIS_IS_ONE;
    String scale = graph.multiply(statistics.scale, graph.constant(gain));
    String offset = graph.subtract(graph.constant(shift), graph.multiply(statistics.mean, scale));
    String normalised = graph.add(graph.multiply(h.value(), scale), offset);
    return h.withValue(graph.node("Gelu", normalised).result());
  }

  private FeatureMap gated(FeatureMap g, int hidden, String prefix) {
    Tensor wide = Tensor.of(weights, prefix + "3.weight");
    Tensor wideBias = Tensor.of(weights, prefix + "3.bias");
    int outputs = wide.rows();
    int channels = outputs / 2;
    int padded = g.channels();

    double[][] withBias = new double[outputs][hidden + 1];
    for (int i = 0; i < outputs; i++) {
      for (int j = 0; j < hidden; j++) {
        withBias[i][j] = wide.values[i * hidden + j];
      }
      withBias[i][hidden] = wideBias.values[i];
    }

    Statistics statistics = secondStatistics(g, withBias);
    Tensor all = channels(Tensor.zeros(padded));
    Tensor onlyMean = channels(Tensor.zeros(padded));
    Arrays.fill(all.values, 1);
    all.values[hidden + 1] = 0;
    onlyMean.values[hidden + 1] = 1;
    String perChannel =
        graph.add(graph.constant(all), graph.multiply(statistics.mean, graph.constant(onlyMean)));
    FeatureMap scaled = blocks.multiply(g, graph.multiply(statistics.scale, perChannel));

    Tensor gain = Tensor.of(weights, prefix + "4.weight");
    Tensor shift = Tensor.of(weights, prefix + "4.bias");
    Tensor layerScale = Tensor.of(weights, prefix + "6.scale");
    float[] kernel = new float[outputs * padded];
    float[] bias = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      double outer = i < channels ? layerScale.values[i] : 1;
      double factor = gain.values[i] * outer;
      for (int j = 0; j <= hidden; j++) {
        kernel[i * padded + j] = (float) (withBias[i][j] * factor);
      }
      kernel[i * padded + hidden + 1] = (float) -factor;
      bias[i] = (float) (shift.values[i] * outer);
    }
    return blocks.gatedConvolution(
        scaled,
        new Tensor(kernel, outputs, padded, 1, 1),
        Tensor.vector(bias),
        Blocks.Padding.NONE);
  }

  private Statistics secondStatistics(FeatureMap g, double[][] withBias) {
    int columns = withBias[0].length;
    int padded = g.channels();
    double[][] factor = Triangular.factorOf(withBias);
    float[] kernel = new float[padded * padded];
    Tensor columnSums = channels(Tensor.zeros(padded));
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (double[] row : withBias) {
        sum += row[j];
      }
      columnSums.values[j] = (float) sum;
      for (int i = 0; i < columns; i++) {
        kernel[i * padded + j] = (float) factor[i][j];
      }
    }
    String turned =
        graph
            .node("Conv", g.value(), graph.constant(new Tensor(kernel, padded, padded, 1, 1)))
            .with("kernel_shape", 1, 1)
            .result();
    String squares = graph.sumOver(1, sumOfSquares(turned));
    String sums = graph.multiply(graph.sumOver(3, g.value()), graph.constant(columnSums));
    return statistics(graph.sumOver(1, sums), squares, g.columns(), withBias.length);
  }

  /** Along the columns. ReduceSumSquare would do it in one, but adds up long rows inaccurately. */
  private String sumOfSquares(String value) {
    return graph.sumOver(3, graph.multiply(value, value));
  }

  /**
   * @param mean the value that holds the mean of each row, [1, 1, rows, 1]
   * @param scale the same for one over the standard deviation
   */
  private record Statistics(String mean, String scale) {}

  private Statistics statistics(String sum, String squares, Extent columns, int channels) {
    String each = graph.multiply(columns.reciprocal(), graph.scalar(1.0 / channels));
    String mean = graph.multiply(sum, each);
    String power = graph.multiply(squares, each);
    String difference = graph.subtract(power, graph.multiply(mean, mean));
    String variance = graph.node("Max", difference, graph.scalar(0)).result();
    return new Statistics(mean, graph.reciprocalRoot(variance, EPSILON));
  }

  /** The same with zeros for the channels that are added. */
  private static Tensor widened(Tensor tensor, int rows) {
    int[] shape = tensor.shape.clone();
    shape[0] = rows;
    return new Tensor(Arrays.copyOf(tensor.values, rows * tensor.rowLength()), shape);
  }

  private static Tensor channels(Tensor vector) {
    return vector.reshaped(1, vector.rows(), 1, 1);
  }
}
