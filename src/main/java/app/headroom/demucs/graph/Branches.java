package app.headroom.demucs.graph;

import app.headroom.demucs.graph.Blocks.Padding;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.Weights;

/**
 * The layers of the two branches' encoders and decoders ({@code demucs/hdemucs.py}, {@code
 * HEncLayer} and {@code HDecLayer}).
 */
final class Branches {

  /** The frequency embedding is stored a tenth of what it is, and 0.2 of it is added. */
  private static final float EMBEDDING_SCALE = 10 * 0.2f;

  private static final int LAST = Architecture.CHANNELS.size() - 1;

  private final Blocks blocks;
  private final Weights weights;
  private final ResidualBranch residual;
  private final TransposedConvolution transposed;

  Branches(OnnxGraph graph, Blocks blocks, Weights weights) {
    this.blocks = blocks;
    this.weights = weights;
    this.residual = new ResidualBranch(graph, blocks, weights);
    this.transposed = new TransposedConvolution(graph, blocks);
  }

  /** One layer of the spectrogram's encoder: a quarter of the rows. */
  FeatureMap encodeSpectrogram(FeatureMap input, int layer) {
    FeatureMap encoded = encode(input, "encoder." + layer, input.rows() / 4, input.columns());
    if (layer > 0) {
      return encoded;
    }
    Tensor embedding = parameter("freq_emb.embedding.weight").scaled(EMBEDDING_SCALE).transposed();
    return blocks.add(encoded, embedding.reshaped(1, encoded.channels(), encoded.rows(), 1));
  }

  /** One layer of the waveform's encoder: a quarter of the columns. */
  FeatureMap encodeWaveform(FeatureMap input, int layer, Extent columns) {
    return encode(input, "tencoder." + layer, 1, columns);
  }

  private FeatureMap encode(FeatureMap input, String layer, int rows, Extent columns) {
    Tensor kernel = planar(parameter(layer + ".conv.weight"));
    Tensor bias = parameter(layer + ".conv.bias");
    FeatureMap x = blocks.gelu(blocks.convolveStrided(input, kernel, bias, rows, columns));
    x = residual.apply(x, layer + ".dconv");
    return rewrite(x, layer);
  }

  /**
   * One layer of the spectrogram's decoder.
   *
   * @param skip what the encoder gave at this place
   */
  FeatureMap decodeSpectrogram(FeatureMap input, FeatureMap skip, int layer) {
    String name = "decoder." + layer;
    return transposed.hiddenOverRows(
        beforeTransposed(input, skip, name),
        parameter(name + ".conv_tr.weight"),
        parameter(name + ".conv_tr.bias"));
  }

  /** The last layer of it, whose result is an output of the graph. */
  void decodeSpectrogram(FeatureMap input, FeatureMap skip, String output) {
    String name = "decoder." + LAST;
    transposed.outputOverRows(
        beforeTransposed(input, skip, name),
        parameter(name + ".conv_tr.weight"),
        parameter(name + ".conv_tr.bias"),
        output);
  }

  /** One layer of the waveform's decoder, to a length that the encoder had there. */
  FeatureMap decodeWaveform(FeatureMap input, FeatureMap skip, int layer, Extent columns) {
    String name = "tdecoder." + layer;
    return transposed.hiddenOverColumns(
        beforeTransposed(input, skip, name),
        parameter(name + ".conv_tr.weight"),
        parameter(name + ".conv_tr.bias"),
        columns);
  }

  /** The last layer of it, whose result is an output of the graph. */
  void decodeWaveform(FeatureMap input, FeatureMap skip, Extent columns, String output) {
    String name = "tdecoder." + LAST;
    transposed.outputOverColumns(
        beforeTransposed(input, skip, name),
        parameter(name + ".conv_tr.weight"),
        parameter(name + ".conv_tr.bias"),
        columns,
        output);
  }

  private FeatureMap beforeTransposed(FeatureMap input, FeatureMap skip, String layer) {
    return residual.apply(rewrite(blocks.add(input, skip), layer), layer + ".dconv");
  }

  private FeatureMap rewrite(FeatureMap input, String layer) {
    Tensor kernel = planar(parameter(layer + ".rewrite.weight"));
    var padding =
        new Padding(
            kernel.shape[2] / 2, kernel.shape[3] / 2, kernel.shape[2] / 2, kernel.shape[3] / 2);
    return blocks.gatedConvolution(input, kernel, parameter(layer + ".rewrite.bias"), padding);
  }

  /** A kernel over a waveform as one over a single row. */
  private static Tensor planar(Tensor kernel) {
    return kernel.shape.length == 4
        ? kernel
        : kernel.reshaped(kernel.shape[0], kernel.shape[1], 1, kernel.shape[2]);
  }

  private Tensor parameter(String name) {
    return Tensor.of(weights, name);
  }
}
