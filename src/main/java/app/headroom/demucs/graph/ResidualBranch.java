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
  private static final int COLUMN_AXIS = 3;

  /** How many columns are added up by the kernel of a pooling. */
  static final int POOLED_COLUMNS = 16;

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

  /** How a map's columns are added up. */
  interface ColumnSum {

    /**
     * @param value [parts, channels, rows, columns]
     * @param each how many columns a column stands for: 1, or {@link #pooled}
     * @return the value that holds the sums, [1, channels, rows, 1]
     */
    String of(String value, int each);

    /** How many columns may be added up before, beginning with the first ones. */
    int pooled();
  }

  /** Of a map of one part. */
  private final class AllColumns implements ColumnSum {
    @Override
    public String of(String value, int each) {
      return graph.sumOver(COLUMN_AXIS, value);
    }

    @Override
    public int pooled() {
      return POOLED_COLUMNS;
    }
  }

  /** Of a map of one part. */
  FeatureMap apply(FeatureMap input, String prefix) {
    return apply(input, prefix, new AllColumns());
  }

  FeatureMap apply(FeatureMap input, String prefix, ColumnSum columnSum) {
    FeatureMap sum = input;
    for (int d = 0; d < LAYERS; d++) {
      sum = layer(sum, prefix + ".layers." + d + ".", 1 << d, columnSum);
    }
    return sum;
  }

  private FeatureMap layer(FeatureMap input, String prefix, int dilation, ColumnSum columnSum) {
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
    FeatureMap g = firstNorm(h, hidden, prefix + "1", columnSum);
    return blocks.add(input, gated(g, hidden, prefix, columnSum));
  }

  /** The hidden channels normalised and through GELU; the two after them are 1, the rest 0. */
  private FeatureMap firstNorm(FeatureMap h, int hidden, String norm, ColumnSum columnSum) {
    String sum = graph.sumOver(1, columnSum.of(h.value(), 1));
    String squares = graph.sumOver(1, sumOfSquares(h.value(), columnSum));
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

  private FeatureMap gated(FeatureMap g, int hidden, String prefix, ColumnSum columnSum) {
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

    Statistics statistics = secondStatistics(g, withBias, columnSum);
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

  private Statistics secondStatistics(FeatureMap g, double[][] withBias, ColumnSum columnSum) {
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
    String squares = graph.sumOver(1, sumOfSquares(turned, columnSum));
    String sums = graph.multiply(columnSum.of(g.value(), 1), graph.constant(columnSums));
    return statistics(graph.sumOver(1, sums), squares, g.columns(), withBias.length);
  }

  /**
   * Along the columns. ReduceSumSquare would do it in one, but adds up long rows inaccurately.
   * Means of a few columns come first: they are taken in the blocked layout, and what is brought
   * into the plain one, by one thread alone, is that much less.
   */
  private String sumOfSquares(String value, ColumnSum columnSum) {
    String squares = graph.multiply(value, value);
    int pooled = columnSum.pooled();
    if (pooled == 1) {
      return columnSum.of(squares, 1);
    }
    String means = means(graph, squares, pooled);
    return graph.multiply(columnSum.of(means, pooled), graph.scalar(pooled));
  }

  /** Of so many columns each; behind the last one are zeros. */
  static String means(OnnxGraph graph, String value, int columns) {
    return graph
        .node("AveragePool", value)
        .with("kernel_shape", 1, columns)
        .with("strides", 1, columns)
        .with("pads", 0, 0, 0, columns - 1)
        .with("count_include_pad", 1)
        .result();
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
