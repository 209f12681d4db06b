package app.headroom.demucs.graph;

import app.headroom.demucs.graph.Blocks.Padding;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.Weights;
import java.util.ArrayList;
import java.util.List;

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

  // ---- the spectrogram's encoder: each layer has a quarter of the rows

  /** The outermost layer: for each band, its rows and those around it that the next layer sees. */
  List<FeatureMap> encodeOutermost(FeatureMap input, List<Band> bands) {
    String name = "encoder.0";
    Tensor embedding = parameter("freq_emb.embedding.weight").scaled(EMBEDDING_SCALE);
    List<FeatureMap> encoded = new ArrayList<>();
    for (Band band : bands) {
      int first = band.first() - band.above(Band.HALO);
      int end = band.end() + band.below(Band.HALO);
      FeatureMap rows =
          blocks.rows(input, 4 * first - band.above(Band.HALO), 4 * end + band.below(Band.HALO));
      FeatureMap x = rewrite(encodedSoFar(rows, name, band), name, Padding.NONE);
      Tensor ofRows = embedding.rows(first, end).transposed();
      encoded.add(blocks.add(x, ofRows.reshaped(1, x.channels(), end - first, 1)));
    }
    return encoded;
  }

  /** The next layer, after which the bands are put together. */
  FeatureMap encodeBands(List<FeatureMap> encoded, List<Band> bands) {
    String name = "encoder.1";
    List<FeatureMap> parts = new ArrayList<>();
    for (int i = 0; i < bands.size(); i++) {
      parts.add(rewrite(encodedSoFar(encoded.get(i), name, bands.get(i)), name, Padding.NONE));
    }
    return blocks.joinRows(parts);
  }

  /** A layer further in. */
  FeatureMap encodeSpectrogram(FeatureMap input, int layer) {
    String name = "encoder." + layer;
    Band whole = new Band(0, input.rows(), input.rows());
    return rewrite(encodedSoFar(input, name, whole), name, Padding.NONE);
  }

  private FeatureMap encodedSoFar(FeatureMap input, String layer, Band band) {
    return residual.apply(strided(input, layer, band), layer + ".dconv");
  }

  private FeatureMap strided(FeatureMap input, String layer, Band band) {
    return blocks.gelu(
        blocks.convolveToFewerRows(
            input,
            parameter(layer + ".conv.weight"),
            parameter(layer + ".conv.bias"),
            band.padding(Band.HALO, 0)));
  }

  // ---- the spectrogram's decoder: each layer has four times the rows

  /**
   * A layer further in.
   *
   * @param skip what the encoder gave at this place
   */
  FeatureMap decodeSpectrogram(FeatureMap input, FeatureMap skip, int layer) {
    String name = "decoder." + layer;
    FeatureMap sum = rewrite(blocks.add(input, skip), name, new Padding(1, 1, 1, 1));
    return transposed.hiddenOverRows(
        residual.apply(sum, name + ".dconv"),
        parameter(name + ".conv_tr.weight"),
        parameter(name + ".conv_tr.bias"));
  }

  /**
   * The outermost layer, whose results are outputs of the graph, one for each band.
   *
   * @param skips what the encoder gave at this place
   */
  void decodeOutermost(
      FeatureMap input, List<FeatureMap> skips, List<Band> bands, List<String> outputs) {
    String name = "decoder." + LAST;
    for (int i = 0; i < bands.size(); i++) {
      Band band = bands.get(i);
      FeatureMap rows =
          blocks.rows(
              input, band.first() - band.above(Band.HALO), band.end() + band.below(Band.HALO));
      FeatureMap sum = blocks.add(rows, skips.get(i));
      FeatureMap x = residual.apply(rewrite(sum, name, band.padding(1, 1)), name + ".dconv");
      transposed.outputOverRows(
          x,
          band,
          parameter(name + ".conv_tr.weight"),
          parameter(name + ".conv_tr.bias"),
          outputs.get(i));
    }
  }

  // ---- the waveform's branch: all in a single row, in halves

  /**
   * One layer of the encoder: a quarter of the columns.
   *
   * @param level to which it comes
   */
  FeatureMap encodeWaveform(FeatureMap input, int layer, Halves.Level level) {
    String name = "tencoder." + layer;
    FeatureMap x =
        blocks.gelu(
            blocks.convolveToFewerColumns(
                input,
                planar(parameter(name + ".conv.weight")),
                parameter(name + ".conv.bias"),
                level.columns()));
    return rewrite(residual.apply(x, name + ".dconv", level), name, Padding.NONE);
  }

  /**
   * One layer of the decoder.
   *
   * @param level from which it comes
   * @param columns the length that the encoder had before it
   */
  FeatureMap decodeWaveform(
      FeatureMap input, FeatureMap skip, int layer, Halves.Level level, Extent columns) {
    String name = "tdecoder." + layer;
    return transposed.hiddenOverColumns(
        beforeTransposed(input, skip, name, level),
        parameter(name + ".conv_tr.weight"),
        parameter(name + ".conv_tr.bias"),
        columns);
  }

  /** The last layer of it, whose result is an output of the graph. */
  void decodeWaveform(
      FeatureMap input, FeatureMap skip, Halves.Level level, Extent columns, String output) {
    String name = "tdecoder." + LAST;
    transposed.outputOverColumns(
        beforeTransposed(input, skip, name, level),
        parameter(name + ".conv_tr.weight"),
        parameter(name + ".conv_tr.bias"),
        level,
        columns,
        output);
  }

  private FeatureMap beforeTransposed(
      FeatureMap input, FeatureMap skip, String layer, Halves.Level level) {
    FeatureMap sum = rewrite(blocks.add(input, skip), layer, new Padding(0, 1, 0, 1));
    return residual.apply(sum, layer + ".dconv", level);
  }

  private FeatureMap rewrite(FeatureMap input, String layer, Padding padding) {
    return blocks.gatedConvolution(
        input,
        planar(parameter(layer + ".rewrite.weight")),
        parameter(layer + ".rewrite.bias"),
        padding);
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
