package app.headroom.demucs.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What tells one Hybrid Transformer Demucs from another, and the list of parameters that follows
 * from it (Rouard, Massa, Défossez: "Hybrid Transformers for Music Source Separation", and {@code
 * demucs/htdemucs.py}).
 *
 * @param sources how many stems it gives
 * @param bottomChannels width of the transformer, reached through 1x1 convolutions; 0 where it has
 *     the width of the last encoder layer and no such convolutions
 */
public record Architecture(int sources, int bottomChannels) {

  public static final Architecture HTDEMUCS = new Architecture(4, 512);

  /** {@code htdemucs_6s}: two more sources, a narrower transformer. */
  public static final Architecture HTDEMUCS_6S = new Architecture(6, 0);

  /** Channels after each encoder layer. */
  public static final List<Integer> CHANNELS = List.of(48, 96, 192, 384);

  /** Layers of the transformer; the even ones attend to their own branch, the odd ones across. */
  public static final int TRANSFORMER_LAYERS = 5;

  private static final int AUDIO_CHANNELS = 2;
  private static final int KERNEL = 8;
  private static final int FREQUENCY_ROWS = 512;
  private static final int RESIDUAL_LAYERS = 2;
  private static final int RESIDUAL_COMPRESSION = 8;

  /** Has a number for each output channel of the spectrogram's branch. */
  private static final String OUTPUT_BIAS = "decoder.3.conv_tr.bias";

  /** Far more than any network has. */
  private static final int MAX_SOURCES = 32;

  private static final int MAX_BOTTOM_CHANNELS = 4096;
  private static final int HEADS = 8;

  public Architecture {
    if (sources < 1
        || sources > MAX_SOURCES
        || bottomChannels < 0
        || bottomChannels > MAX_BOTTOM_CHANNELS
        || bottomChannels % (4 * HEADS) != 0) {
      throw new IllegalArgumentException("no such network: " + sources + ", " + bottomChannels);
    }
  }

  /**
   * What a file with these parameters must be, if it is any; whether it is, {@link
   * CanonicalWeights} tells.
   *
   * @param prefix before the original names
   * @throws IllegalArgumentException if it can be none, with the reason in words
   */
  static Architecture of(Weights weights, String prefix) {
    int[] outputs = weights.shape(prefix + OUTPUT_BIAS);
    int perSource = 2 * AUDIO_CHANNELS;
    if (outputs.length != 1 || outputs[0] < perSource || outputs[0] % perSource != 0) {
      throw new IllegalArgumentException(
          OUTPUT_BIAS + " has the shape " + Arrays.toString(outputs) + ", which is of no stereo");
    }
    String widening = prefix + "channel_upsampler.weight";
    int[] wide = weights.names().contains(widening) ? weights.shape(widening) : new int[1];
    return new Architecture(outputs[0] / perSource, wide[0]);
  }

  /** Width of the transformer's tokens. */
  public int transformerChannels() {
    return bottomChannels > 0 ? bottomChannels : CHANNELS.getLast();
  }

  /** Size of all parameters as float32. */
  public long bytes() {
    return parameters().stream().mapToLong(p -> (long) Float.BYTES * p.count()).sum();
  }

  /** Every parameter, in the order of the original program. */
  public List<Parameter> parameters() {
    var list = new ParameterList();
    list.encoder("encoder", 2 * AUDIO_CHANNELS, 2);
    list.decoder("decoder", 2 * AUDIO_CHANNELS * sources, 2);
    list.encoder("tencoder", AUDIO_CHANNELS, 1);
    list.decoder("tdecoder", AUDIO_CHANNELS * sources, 1);
    list.add("freq_emb.embedding.weight", FREQUENCY_ROWS, CHANNELS.getFirst());
    if (bottomChannels > 0) {
      int inner = CHANNELS.getLast();
      for (String branch : List.of("", "_t")) {
        list.weightAndBias("channel_upsampler" + branch, bottomChannels, inner, 1);
        list.weightAndBias("channel_downsampler" + branch, inner, bottomChannels, 1);
      }
    }
    list.transformer(transformerChannels());
    return List.copyOf(list.parameters);
  }

  private static final class ParameterList {
    final List<Parameter> parameters = new ArrayList<>();

    void add(String name, int... shape) {
      parameters.add(Parameter.of(name, shape));
    }

    void weightAndBias(String name, int... shape) {
      add(name + ".weight", shape);
      add(name + ".bias", shape[0]);
    }

    void norm(String name, int channels) {
      weightAndBias(name, channels);
    }

    /**
     * @param axes of the signal: 2 for the spectrogram, 1 for the waveform
     */
    void encoder(String branch, int inputChannels, int axes) {
      int before = inputChannels;
      for (int k = 0; k < CHANNELS.size(); k++) {
        int channels = CHANNELS.get(k);
        String layer = branch + "." + k;
        weightAndBias(layer + ".conv", kernel(axes, channels, before, KERNEL, 1));
        weightAndBias(layer + ".rewrite", kernel(axes, 2 * channels, channels, 1, 1));
        residual(layer, channels);
        before = channels;
      }
    }

    void decoder(String branch, int outputChannels, int axes) {
      for (int k = 0; k < CHANNELS.size(); k++) {
        int index = CHANNELS.size() - 1 - k;
        int channels = CHANNELS.get(index);
        int after = index > 0 ? CHANNELS.get(index - 1) : outputChannels;
        String layer = branch + "." + k;
        add(layer + ".conv_tr.weight", kernel(axes, channels, after, KERNEL, 1));
        add(layer + ".conv_tr.bias", after);
        weightAndBias(layer + ".rewrite", kernel(axes, 2 * channels, channels, 3, 3));
        residual(layer, channels);
      }
    }

    void residual(String layer, int channels) {
      int hidden = channels / RESIDUAL_COMPRESSION;
      for (int d = 0; d < RESIDUAL_LAYERS; d++) {
        String part = layer + ".dconv.layers." + d;
        weightAndBias(part + ".0", hidden, channels, 3);
        norm(part + ".1", hidden);
        weightAndBias(part + ".3", 2 * channels, hidden, 1);
        norm(part + ".4", 2 * channels);
        add(part + ".6.scale", channels);
      }
    }

    void transformer(int width) {
      norm("crosstransformer.norm_in", width);
      norm("crosstransformer.norm_in_t", width);
      for (String branch : List.of("layers", "layers_t")) {
        for (int k = 0; k < TRANSFORMER_LAYERS; k++) {
          boolean across = k % 2 == 1;
          String layer = "crosstransformer." + branch + "." + k;
          String attention = layer + (across ? ".cross_attn" : ".self_attn");
          add(attention + ".in_proj_weight", 3 * width, width);
          add(attention + ".in_proj_bias", 3 * width);
          weightAndBias(attention + ".out_proj", width, width);
          weightAndBias(layer + ".linear1", 4 * width, width);
          weightAndBias(layer + ".linear2", width, 4 * width);
          norm(layer + ".norm1", width);
          norm(layer + ".norm2", width);
          if (across) {
            norm(layer + ".norm3", width);
          }
          norm(layer + ".norm_out", width);
          add(layer + ".gamma_1.scale", width);
          add(layer + ".gamma_2.scale", width);
        }
      }
    }

    private static int[] kernel(int axes, int outer, int inner, int height, int width) {
      return axes == 2 ? new int[] {outer, inner, height, width} : new int[] {outer, inner, height};
    }
  }
}
