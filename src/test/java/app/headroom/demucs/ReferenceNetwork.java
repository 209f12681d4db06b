package app.headroom.demucs;

import app.headroom.demucs.Layers.Steps;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hybrid Transformer Demucs written down from its papers (Défossez: "Hybrid Spectrogram and
 * Waveform Source Separation"; Rouard, Massa, Défossez: "Hybrid Transformers for Music Source
 * Separation"), layer after layer, with none of the ways in which our graph does the same with less
 * work. Slow; what it gives for the published weights is compared with the original program's
 * results, what it gives for any others is the measure for the graph.
 *
 * <p>The Fourier transform is the program's own, which has tests of its own.
 */
final class ReferenceNetwork implements StemNetwork {

  private static final int KERNEL = 8;
  private static final int STRIDE = 4;
  private static final int HEADS = 8;
  private static final int DEPTH = Architecture.CHANNELS.size();

  private final Weights weights;
  private final Architecture architecture;
  private final Crew crew = new Crew(2);
  private final Stft stft = new Stft(crew);

  ReferenceNetwork(Weights weights, Architecture architecture) {
    this.weights = weights;
    this.architecture = architecture;
  }

  @Override
  public int stems() {
    return architecture.sources();
  }

  @Override
  public void separate(FloatBuffer mix, int frames, FloatBuffer stems) {
    int columns = Stft.columns(frames);
    FloatBuffer spectra = Golden.direct(2 * Stft.floats(frames));
    Normalisation ofSpectrum = stft.forward(mix, 2, frames, spectra).normalisation();
    float[] wave = new float[2 * frames];
    mix.get(0, wave);
    Normalisation ofWave = Moments.of(wave, 0, wave.length).normalisation();

    double[][][] spectrogram = maps(spectra, 4, Stft.ROWS, columns, ofSpectrum);
    double[][][] waveform = maps(FloatBuffer.wrap(wave), 2, 1, frames, ofWave);
    Both both = forward(new Both(spectrogram, waveform));

    FloatBuffer stemSpectra = Golden.direct(2 * stems() * Stft.floats(frames));
    fill(stemSpectra, both.spectrogram);
    fill(stems, both.waveform);
    stft.inverse(stemSpectra, 1, ofSpectrum, stems, ofWave, 2 * stems(), frames);
  }

  private static final class Both {
    final double[][][] spectrogram;
    final double[][][] waveform;

    Both(double[][][] spectrogram, double[][][] waveform) {
      this.spectrogram = spectrogram;
      this.waveform = waveform;
    }
  }

  private Both forward(Both inputs) {
    Deque<double[][][]> skips = new ArrayDeque<>();
    double[][][] x = inputs.spectrogram;
    for (int k = 0; k < DEPTH; k++) {
      x = encode(x, "encoder." + k, true);
      if (k == 0) {
        addFrequencyEmbedding(x);
      }
      skips.push(x);
    }
    Deque<double[][][]> waveSkips = new ArrayDeque<>();
    Deque<Integer> lengths = new ArrayDeque<>();
    double[][][] xt = inputs.waveform;
    for (int k = 0; k < DEPTH; k++) {
      lengths.push(xt[0][0].length);
      xt = encode(xt, "tencoder." + k, false);
      waveSkips.push(xt);
    }

    Both between = transformer(new Both(x, xt));

    x = between.spectrogram;
    xt = between.waveform;
    for (int k = 0; k < DEPTH; k++) {
      boolean last = k == DEPTH - 1;
      x = decode(Layers.sum(x, skips.pop()), "decoder." + k, true, last);
      x = Layers.rows(x, 2, x[0].length - 2);
      double[][][] wave = decode(Layers.sum(xt, waveSkips.pop()), "tdecoder." + k, false, last);
      xt = Layers.turned(Layers.rows(Layers.turned(wave), 2, 2 + lengths.pop()));
    }
    return new Both(x, xt);
  }

  // ---- encoder and decoder

  private double[][][] encode(double[][][] input, String layer, boolean spectrogram) {
    float[] kernel = floats(layer + ".conv.weight");
    float[] bias = floats(layer + ".conv.bias");
    double[][][] y =
        spectrogram
            ? Layers.convolution(input, kernel, bias, KERNEL, 1, new Steps(STRIDE, 1, 2, 0, 1))
            : Layers.convolution(
                paddedToStride(input), kernel, bias, 1, KERNEL, new Steps(1, STRIDE, 0, 2, 1));
    y = residual(Layers.gelu(y), layer);
    return Layers.glu(
        Layers.convolution(
            y,
            floats(layer + ".rewrite.weight"),
            floats(layer + ".rewrite.bias"),
            1,
            1,
            Steps.PLAIN));
  }

  private static double[][][] paddedToStride(double[][][] wave) {
    int columns = Math.ceilDiv(wave[0][0].length, STRIDE) * STRIDE;
    double[][][] padded = new double[wave.length][1][columns];
    for (int c = 0; c < wave.length; c++) {
      System.arraycopy(wave[c][0], 0, padded[c][0], 0, wave[c][0].length);
    }
    return padded;
  }

  private void addFrequencyEmbedding(double[][][] x) {
    float[] embedding = floats("freq_emb.embedding.weight");
    for (int c = 0; c < x.length; c++) {
      for (int row = 0; row < x[c].length; row++) {
        for (int t = 0; t < x[c][row].length; t++) {
          x[c][row][t] += 0.2 * 10 * embedding[row * x.length + c];
        }
      }
    }
  }

  /** Before its ends are cropped. */
  private double[][][] decode(double[][][] input, String layer, boolean spectrogram, boolean last) {
    int height = spectrogram ? 3 : 1;
    double[][][] y =
        Layers.glu(
            Layers.convolution(
                input,
                floats(layer + ".rewrite.weight"),
                floats(layer + ".rewrite.bias"),
                height,
                3,
                new Steps(1, 1, height / 2, 1, 1)));
    y = residual(y, layer);
    float[] kernel = floats(layer + ".conv_tr.weight");
    float[] bias = floats(layer + ".conv_tr.bias");
    double[][][] z =
        spectrogram
            ? Layers.transposedOverRows(y, kernel, bias, KERNEL, STRIDE)
            : Layers.turned(
                Layers.transposedOverRows(Layers.turned(y), kernel, bias, KERNEL, STRIDE));
    return last ? z : Layers.gelu(z);
  }

  private double[][][] residual(double[][][] input, String layer) {
    double[][][] x = input;
    for (int d = 0; d < 2; d++) {
      String part = layer + ".dconv.layers." + d;
      int dilation = 1 << d;
      double[][][] y =
          Layers.convolution(
              x,
              floats(part + ".0.weight"),
              floats(part + ".0.bias"),
              1,
              3,
              new Steps(1, 1, 0, dilation, dilation));
      Layers.groupNormOfRows(y, floats(part + ".1.weight"), floats(part + ".1.bias"));
      y =
          Layers.convolution(
              Layers.gelu(y),
              floats(part + ".3.weight"),
              floats(part + ".3.bias"),
              1,
              1,
              Steps.PLAIN);
      Layers.groupNormOfRows(y, floats(part + ".4.weight"), floats(part + ".4.bias"));
      y = Layers.glu(y);
      float[] scale = floats(part + ".6.scale");
      for (int c = 0; c < y.length; c++) {
        for (double[] row : y[c]) {
          for (int t = 0; t < row.length; t++) {
            row[t] *= scale[c];
          }
        }
      }
      x = Layers.sum(x, y);
    }
    return x;
  }

  // ---- transformer

  private Both transformer(Both encoded) {
    double[][][] wide = pointwise(encoded.spectrogram, "channel_upsampler");
    double[][][] wideWave = pointwise(encoded.waveform, "channel_upsampler_t");
    int rows = wide[0].length;
    int columns = wide[0][0].length;
    String prefix = "crosstransformer.";
    double[][] x = normed(tokens(wide), prefix + "norm_in");
    double[][] xt = normed(tokens(wideWave), prefix + "norm_in_t");
    addGridPositions(x, columns);
    addLinePositions(xt);
    for (int k = 0; k < Architecture.TRANSFORMER_LAYERS; k++) {
      String layer = prefix + "layers." + k;
      String layerT = prefix + "layers_t." + k;
      if (k % 2 == 0) {
        x = selfLayer(x, layer);
        xt = selfLayer(xt, layerT);
      } else {
        double[][] before = x;
        x = crossLayer(x, xt, layer);
        xt = crossLayer(xt, before, layerT);
      }
    }
    return new Both(
        pointwise(maps(x, rows, columns), "channel_downsampler"),
        pointwise(maps(xt, 1, xt.length), "channel_downsampler_t"));
  }

  /** Where the transformer is wider than what is around it. */
  private double[][][] pointwise(double[][][] map, String name) {
    return architecture.bottomChannels() == 0
        ? map
        : Layers.convolution(
            map, floats(name + ".weight"), floats(name + ".bias"), 1, 1, Steps.PLAIN);
  }

  private double[][] selfLayer(double[][] x, String layer) {
    double[][] normed = normed(x, layer + ".norm1");
    return rest(x, attention(normed, normed, layer + ".self_attn"), layer, ".norm2");
  }

  private double[][] crossLayer(double[][] x, double[][] other, String layer) {
    double[][] attended =
        attention(
            normed(x, layer + ".norm1"), normed(other, layer + ".norm2"), layer + ".cross_attn");
    return rest(x, attended, layer, ".norm3");
  }

  private double[][] rest(double[][] x, double[][] attended, String layer, String norm) {
    double[][] sum = scaledSum(x, attended, layer + ".gamma_1.scale");
    int width = sum[0].length;
    double[][] hidden = all(normed(sum, layer + norm), layer + ".linear1", 4 * width);
    for (double[] token : hidden) {
      Layers.gelu(token);
    }
    double[][] out =
        scaledSum(sum, all(hidden, layer + ".linear2", width), layer + ".gamma_2.scale");
    Layers.norm(out, floats(layer + ".norm_out.weight"), floats(layer + ".norm_out.bias"));
    return out;
  }

  private double[][] attention(double[][] from, double[][] to, String name) {
    int width = from[0].length;
    float[] weight = floats(name + ".in_proj_weight");
    float[] bias = floats(name + ".in_proj_bias");
    double[][] attended =
        Layers.attention(
            Layers.linear(from, weight, 0, bias, 0, width),
            Layers.linear(to, weight, width, bias, width, width),
            Layers.linear(to, weight, 2 * width, bias, 2 * width, width),
            HEADS);
    return all(attended, name + ".out_proj", width);
  }

  private double[][] all(double[][] tokens, String name, int outputs) {
    return Layers.linear(tokens, floats(name + ".weight"), 0, floats(name + ".bias"), 0, outputs);
  }

  private double[][] normed(double[][] tokens, String name) {
    return Layers.layerNorm(tokens, floats(name + ".weight"), floats(name + ".bias"));
  }

  private double[][] scaledSum(double[][] x, double[][] y, String scaleName) {
    float[] scale = floats(scaleName);
    double[][] sum = new double[x.length][x[0].length];
    for (int n = 0; n < x.length; n++) {
      for (int i = 0; i < scale.length; i++) {
        sum[n][i] = x[n][i] + scale[i] * y[n][i];
      }
    }
    return sum;
  }

  /** First half of the channels: the column; second half: the row; sine and cosine alternate. */
  private static void addGridPositions(double[][] tokens, int columns) {
    int half = tokens[0].length / 2;
    for (int n = 0; n < tokens.length; n++) {
      int column = n % columns;
      int row = n / columns;
      for (int i = 0; i < half; i += 2) {
        double frequency = Math.pow(10_000, -(double) i / half);
        tokens[n][i] += Math.sin(column * frequency);
        tokens[n][i + 1] += Math.cos(column * frequency);
        tokens[n][half + i] += Math.sin(row * frequency);
        tokens[n][half + i + 1] += Math.cos(row * frequency);
      }
    }
  }

  /** First half of the channels: cosines of the position; second half: sines. */
  private static void addLinePositions(double[][] tokens) {
    int half = tokens[0].length / 2;
    for (int n = 0; n < tokens.length; n++) {
      for (int i = 0; i < half; i++) {
        double angle = n / Math.pow(10_000, (double) i / (half - 1));
        tokens[n][i] += Math.cos(angle);
        tokens[n][half + i] += Math.sin(angle);
      }
    }
  }

  // ---- forms

  /** One for each place, row after row. */
  private static double[][] tokens(double[][][] map) {
    int columns = map[0][0].length;
    double[][] tokens = new double[map[0].length * columns][map.length];
    for (int c = 0; c < map.length; c++) {
      for (int n = 0; n < tokens.length; n++) {
        tokens[n][c] = map[c][n / columns][n % columns];
      }
    }
    return tokens;
  }

  private static double[][][] maps(double[][] tokens, int rows, int columns) {
    double[][][] map = new double[tokens[0].length][rows][columns];
    for (int c = 0; c < map.length; c++) {
      for (int n = 0; n < tokens.length; n++) {
        map[c][n / columns][n % columns] = tokens[n][c];
      }
    }
    return map;
  }

  private static double[][][] maps(
      FloatBuffer values, int channels, int rows, int columns, Normalisation normalisation) {
    double[][][] map = new double[channels][rows][columns];
    float[] row = new float[columns];
    for (int i = 0; i < channels * rows; i++) {
      values.get(i * columns, row);
      normalisation.apply(row, columns);
      for (int t = 0; t < columns; t++) {
        map[i / rows][i % rows][t] = row[t];
      }
    }
    return map;
  }

  private static void fill(FloatBuffer values, double[][][] map) {
    int at = 0;
    for (double[][] channel : map) {
      for (double[] row : channel) {
        for (double value : row) {
          values.put(at++, (float) value);
        }
      }
    }
  }

  private float[] floats(String name) {
    return weights.floats(name);
  }

  @Override
  public void trim() {}

  @Override
  public void close() {
    stft.close();
    crew.close();
  }
}
