package app.headroom.demucs.graph;

import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.Weights;
import java.util.List;

/**
 * The cross-domain transformer between encoders and decoders ({@code demucs/transformer.py}, {@code
 * CrossTransformerEncoder}): five layers on the tokens of both branches; in the even ones each
 * branch attends to itself, in the odd ones to the other.
 *
 * <p>A bias of the keys adds the same to every score of a query, so it vanishes in the softmax and
 * is left out. A bias of the values passes through the attention unchanged, so it goes into the
 * output projection's. Scales of a layer's results go into the weights before them.
 */
final class Transformer {

  private static final int HEADS = 8;
  private static final float EPSILON = 1e-5f;
  private static final String PREFIX = "crosstransformer.";

  /**
   * Whose feed-forward's first product stays in float32: with it rounded as the others are, a note
   * of a song went to another stem, see decision 2.
   */
  private static final String SENSITIVE = PREFIX + "layers.4";

  private final OnnxGraph graph;
  private final Blocks blocks;
  private final Weights weights;
  private final Linear linear;
  private final Architecture architecture;
  private final int width;

  Transformer(
      OnnxGraph graph, Blocks blocks, Weights weights, Linear linear, Architecture architecture) {
    this.graph = graph;
    this.blocks = blocks;
    this.weights = weights;
    this.linear = linear;
    this.architecture = architecture;
    this.width = architecture.transformerChannels();
  }

  /** Both branches, spectrogram first. */
  record Both(FeatureMap spectrogram, FeatureMap waveform) {}

  Both apply(Both encoded) {
    String x = tokens(encoded.spectrogram(), "channel_upsampler");
    String xt = tokens(encoded.waveform(), "channel_upsampler_t");
    var positions = new PositionEmbedding(graph, width);
    x =
        graph.add(
            norm(x, PREFIX + "norm_in"),
            positions.ofGrid(encoded.spectrogram().rows(), encoded.spectrogram().columns()));
    xt = graph.add(norm(xt, PREFIX + "norm_in_t"), positions.ofLine(encoded.waveform().columns()));
    for (int k = 0; k < Architecture.TRANSFORMER_LAYERS; k++) {
      String layer = PREFIX + "layers." + k;
      String layerT = PREFIX + "layers_t." + k;
      if (k % 2 == 0) {
        x = selfLayer(x, layer);
        xt = selfLayer(xt, layerT);
      } else {
        String before = x;
        x = crossLayer(x, xt, layer);
        xt = crossLayer(xt, before, layerT);
      }
    }
    return new Both(
        maps(x, encoded.spectrogram(), "channel_downsampler"),
        maps(xt, encoded.waveform(), "channel_downsampler_t"));
  }

  private String selfLayer(String x, String layer) {
    String normed = norm(x, layer + ".norm1");
    return layer(x, normed, normed, layer, ".self_attn", ".norm2");
  }

  private String crossLayer(String x, String other, String layer) {
    return layer(
        x,
        norm(x, layer + ".norm1"),
        norm(other, layer + ".norm2"),
        layer,
        ".cross_attn",
        ".norm3");
  }

  private String layer(
      String x, String queries, String keys, String layer, String attention, String lastNorm) {
    String attended = attention(queries, keys, layer, layer + attention);
    List<String> normed = normOfSum(x, attended, layer + lastNorm).firstAndFourthResult();
    String fed = graph.add(normed.getLast(), feedForward(normed.getFirst(), layer));
    return normOverEverything(fed, layer + ".norm_out");
  }

  private String attention(String queries, String keys, String layer, String name) {
    Tensor in = parameter(name + ".in_proj_weight");
    Tensor inBias = parameter(name + ".in_proj_bias");
    String q = linear.apply(graph, queries, in.rows(0, width), inBias.rows(0, width));
    String k = linear.apply(graph, keys, in.rows(width, 2 * width));
    String v = linear.apply(graph, keys, in.rows(2 * width, 3 * width));
    String attended =
        graph
            .microsoftNode("MultiHeadAttention", batch(q), batch(k), batch(v))
            .with("num_heads", HEADS)
            .result();

    Tensor out = parameter(name + ".out_proj.weight");
    Tensor outBias = parameter(name + ".out_proj.bias");
    Tensor scale = parameter(layer + ".gamma_1.scale");
    float[] bias = new float[width];
    for (int i = 0; i < width; i++) {
      double sum = outBias.values[i];
      for (int j = 0; j < width; j++) {
        sum += (double) out.values[i * width + j] * inBias.values[2 * width + j];
      }
      bias[i] = (float) (sum * scale.values[i]);
    }
    return linear.apply(
        graph, graph.reshape(attended, -1, width), out.scaledRows(scale), Tensor.vector(bias));
  }

  private String feedForward(String x, String layer) {
    Tensor scale = parameter(layer + ".gamma_2.scale");
    Linear first = layer.equals(SENSITIVE) ? new Linear.Float32() : linear;
    String hidden =
        first.apply(
            graph, x, parameter(layer + ".linear1.weight"), parameter(layer + ".linear1.bias"));
    return linear.apply(
        graph,
        graph.node("Gelu", hidden).result(),
        parameter(layer + ".linear2.weight").scaledRows(scale),
        parameter(layer + ".linear2.bias").scaledRows(scale));
  }

  private String norm(String x, String name) {
    String apart = graph.reshape(x, -1, 1, width);
    String nothing = graph.constant(Tensor.zeros(width).reshaped(1, width));
    return graph.reshape(normOfSum(apart, nothing, name).result(), -1, width);
  }

  /**
   * Gives the normalised sum and, as its fourth result, the sum. The norm of ONNX itself divides
   * once for every number, and takes four times as long.
   *
   * @param y in the shape of x; or [1, width], which is added to each token of [count, 1, width]
   */
  private OnnxGraph.Node normOfSum(String x, String y, String name) {
    return graph
        .microsoftNode(
            "SkipLayerNormalization",
            x,
            y,
            graph.constant(parameter(name + ".weight")),
            graph.constant(parameter(name + ".bias")))
        .with("epsilon", EPSILON);
  }

  /** A group norm with one group: statistics over all tokens and channels. */
  private String normOverEverything(String x, String name) {
    String difference = graph.subtract(x, mean(x));
    String variance = mean(graph.multiply(difference, difference));
    String scale = graph.reshape(graph.reciprocalRoot(variance, EPSILON), 1);
    String gain = graph.multiply(scale, graph.constant(parameter(name + ".weight")));
    return graph.add(graph.multiply(difference, gain), graph.constant(parameter(name + ".bias")));
  }

  /** In two stages: adding up a million numbers in one go costs 35 dB of precision. */
  private String mean(String x) {
    return meanOver(0, meanOver(1, x));
  }

  private String meanOver(int axis, String x) {
    return graph.node("ReduceMean", x, graph.integers(axis)).with("keepdims", 1).result();
  }

  /** [rows * columns, width], through a 1x1 convolution where the transformer is wider. */
  private String tokens(FeatureMap map, String name) {
    FeatureMap wide = architecture.bottomChannels() > 0 ? pointwise(map, name) : map;
    return graph.reshape(graph.transpose(wide.value(), 0, 2, 3, 1), -1, width);
  }

  private FeatureMap maps(String tokens, FeatureMap like, String name) {
    String shape =
        graph.concatenate(
            0, graph.integers(1, like.rows()), like.columns().size(), graph.integers(width));
    String turned = graph.transpose(graph.reshape(tokens, shape), 0, 3, 1, 2);
    var map = new FeatureMap(turned, width, like.rows(), like.columns().renamed());
    graph.declare(map);
    return architecture.bottomChannels() > 0 ? pointwise(map, name) : map;
  }

  private FeatureMap pointwise(FeatureMap map, String name) {
    Tensor weight = parameter(name + ".weight");
    return blocks.convolve(
        map,
        weight.reshaped(weight.rows(), map.channels(), 1, 1),
        parameter(name + ".bias"),
        Blocks.Padding.NONE);
  }

  private String batch(String tokens) {
    return graph.reshape(tokens, 1, -1, width);
  }

  private Tensor parameter(String name) {
    return Tensor.of(weights, name);
  }
}
