package app.headroom.demucs;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The layers of which the papers' networks are made, each as its definition says, in double
 * precision and plain loops. Maps are [channels][rows][columns], tokens [count][width].
 */
final class Layers {

  private static final double EPSILON = 1e-5;

  private Layers() {}

  /** How a kernel goes over a map: along each axis its step, its zeros on both sides, its gaps. */
  record Steps(int rows, int columns, int padRows, int padColumns, int dilation) {
    static final Steps PLAIN = new Steps(1, 1, 0, 0, 1);
  }

  /**
   * @param kernel [outputs][channels][height][width], flat
   */
  static double[][][] convolution(
      double[][][] input, float[] kernel, float[] bias, int height, int width, Steps steps) {
    int channels = input.length;
    int inRows = input[0].length;
    int inColumns = input[0][0].length;
    int rows = (inRows + 2 * steps.padRows - height) / steps.rows + 1;
    int columns =
        (inColumns + 2 * steps.padColumns - steps.dilation * (width - 1) - 1) / steps.columns + 1;
    double[][][] output = new double[bias.length][rows][columns];
    IntStream.range(0, bias.length)
        .parallel()
        .forEach(
            o -> {
              for (int r = 0; r < rows; r++) {
                double[] sum = output[o][r];
                Arrays.fill(sum, bias[o]);
                for (int c = 0; c < channels; c++) {
                  for (int i = 0; i < height; i++) {
                    int row = r * steps.rows + i - steps.padRows;
                    if (row < 0 || row >= inRows) {
                      continue;
                    }
                    double[] in = input[c][row];
                    for (int j = 0; j < width; j++) {
                      double weight = kernel[((o * channels + c) * height + i) * width + j];
                      addShifted(
                          sum, in, weight, j * steps.dilation - steps.padColumns, steps.columns);
                    }
                  }
                }
              }
            });
    return output;
  }

  /** {@code sum[t] += weight * in[t * step + shift]}, zeros beyond the ends. */
  private static void addShifted(double[] sum, double[] in, double weight, int shift, int step) {
    int from = shift >= 0 ? 0 : Math.ceilDiv(-shift, step);
    int to = Math.min(sum.length, Math.floorDiv(in.length - 1 - shift, step) + 1);
    if (step == 1) {
      for (int t = from; t < to; t++) {
        sum[t] += weight * in[t + shift];
      }
    } else {
      for (int t = from; t < to; t++) {
        sum[t] += weight * in[t * step + shift];
      }
    }
  }

  /**
   * Over the rows: each input row adds the kernel to {@code size} output rows, {@code stride} apart
   * from those of the next.
   *
   * @param kernel [channels][outputs][size], flat
   */
  static double[][][] transposedOverRows(
      double[][][] input, float[] kernel, float[] bias, int size, int stride) {
    int rows = (input[0].length - 1) * stride + size;
    int columns = input[0][0].length;
    double[][][] output = new double[bias.length][rows][columns];
    IntStream.range(0, bias.length)
        .parallel()
        .forEach(
            o -> {
              for (double[] row : output[o]) {
                Arrays.fill(row, bias[o]);
              }
              for (int c = 0; c < input.length; c++) {
                for (int r = 0; r < input[c].length; r++) {
                  for (int k = 0; k < size; k++) {
                    double weight = kernel[(c * bias.length + o) * size + k];
                    addShifted(output[o][r * stride + k], input[c][r], weight, 0, 1);
                  }
                }
              }
            });
    return output;
  }

  /** Columns become rows and rows columns. */
  static double[][][] turned(double[][][] map) {
    double[][][] turned = new double[map.length][map[0][0].length][map[0].length];
    for (int c = 0; c < map.length; c++) {
      for (int r = 0; r < map[c].length; r++) {
        for (int t = 0; t < map[c][r].length; t++) {
          turned[c][t][r] = map[c][r][t];
        }
      }
    }
    return turned;
  }

  /** The rows {@code from} up to {@code to}. */
  static double[][][] rows(double[][][] map, int from, int to) {
    double[][][] part = new double[map.length][][];
    for (int c = 0; c < map.length; c++) {
      part[c] = Arrays.copyOfRange(map[c], from, to);
    }
    return part;
  }

  /** Gaussian error linear unit, with the distribution itself. */
  static double[][][] gelu(double[][][] map) {
    for (double[][] channel : map) {
      for (double[] row : channel) {
        gelu(row);
      }
    }
    return map;
  }

  static void gelu(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * 0.5 * (1 + erf(values[i] / Math.sqrt(2)));
    }
  }

  /** By its series, whose terms are all of one sign. */
  private static double erf(double x) {
    if (Math.abs(x) > 5.5) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** Gated linear unit: the first half of the channels times the sigmoid of the second. */
  static double[][][] glu(double[][][] map) {
    int channels = map.length / 2;
    for (int c = 0; c < channels; c++) {
      for (int r = 0; r < map[c].length; r++) {
        for (int t = 0; t < map[c][r].length; t++) {
          map[c][r][t] /= 1 + Math.exp(-map[channels + c][r][t]);
        }
      }
    }
    return Arrays.copyOf(map, channels);
  }

  /** Of one group: over all channels and columns of a row, each row for itself. */
  static void groupNormOfRows(double[][][] map, float[] gain, float[] shift) {
    int columns = map[0][0].length;
    for (int r = 0; r < map[0].length; r++) {
      double sum = 0;
      for (double[][] channel : map) {
        for (double value : channel[r]) {
          sum += value;
        }
      }
      double mean = sum / ((double) map.length * columns);
      double squares = 0;
      for (double[][] channel : map) {
        for (double value : channel[r]) {
          squares += (value - mean) * (value - mean);
        }
      }
      double scale = 1 / Math.sqrt(squares / ((double) map.length * columns) + EPSILON);
      for (int c = 0; c < map.length; c++) {
        for (int t = 0; t < columns; t++) {
          map[c][r][t] = (map[c][r][t] - mean) * scale * gain[c] + shift[c];
        }
      }
    }
  }

  static double[][][] sum(double[][][] a, double[][][] b) {
    double[][][] sum = new double[a.length][a[0].length][];
    for (int c = 0; c < a.length; c++) {
      for (int r = 0; r < a[c].length; r++) {
        sum[c][r] = a[c][r].clone();
        addShifted(sum[c][r], b[c][r], 1, 0, 1);
      }
    }
    return sum;
  }

  // ---- tokens

  /**
   * @param weight [outputs][inputs], flat, from that row of it on
   */
  static double[][] linear(
      double[][] tokens, float[] weight, int firstRow, float[] bias, int firstBias, int outputs) {
    int inputs = tokens[0].length;
    double[][] columns = new double[inputs][outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        columns[i][o] = weight[(firstRow + o) * inputs + i];
      }
    }
    double[][] result = new double[tokens.length][outputs];
    IntStream.range(0, tokens.length)
        .parallel()
        .forEach(
            n -> {
              for (int o = 0; o < outputs; o++) {
                result[n][o] = bias[firstBias + o];
              }
              for (int i = 0; i < inputs; i++) {
                addShifted(result[n], columns[i], tokens[n][i], 0, 1);
              }
            });
    return result;
  }

  static double[][] layerNorm(double[][] tokens, float[] gain, float[] shift) {
    double[][] normed = new double[tokens.length][];
    for (int n = 0; n < tokens.length; n++) {
      normed[n] = tokens[n].clone();
      norm(new double[][] {normed[n]}, gain, shift);
    }
    return normed;
  }

  /** Group norm of one group: over everything. */
  static void norm(double[][] tokens, float[] gain, float[] shift) {
    int width = tokens[0].length;
    double sum = 0;
    for (double[] token : tokens) {
      for (double value : token) {
        sum += value;
      }
    }
    double count = (double) tokens.length * width;
    double mean = sum / count;
    double squares = 0;
    for (double[] token : tokens) {
      for (double value : token) {
        squares += (value - mean) * (value - mean);
      }
    }
    double scale = 1 / Math.sqrt(squares / count + EPSILON);
    for (double[] token : tokens) {
      for (int i = 0; i < width; i++) {
        token[i] = (token[i] - mean) * scale * gain[i] + shift[i];
      }
    }
  }

  /**
   * Softmax of scaled products of queries and keys, applied to the values; each head for itself.
   */
  static double[][] attention(double[][] queries, double[][] keys, double[][] values, int heads) {
    int width = queries[0].length;
    int size = width / heads;
    double[][] result = new double[queries.length][width];
    IntStream.range(0, queries.length)
        .parallel()
        .forEach(
            n -> {
              double[] scores = new double[keys.length];
              for (int from = 0; from < width; from += size) {
                double highest = Double.NEGATIVE_INFINITY;
                for (int m = 0; m < keys.length; m++) {
                  double product = 0;
                  for (int i = from; i < from + size; i++) {
                    product += queries[n][i] * keys[m][i];
                  }
                  scores[m] = product / Math.sqrt(size);
                  highest = Math.max(highest, scores[m]);
                }
                double sum = 0;
                for (int m = 0; m < keys.length; m++) {
                  scores[m] = Math.exp(scores[m] - highest);
                  sum += scores[m];
                }
                for (int m = 0; m < keys.length; m++) {
                  for (int i = from; i < from + size; i++) {
                    result[n][i] += scores[m] / sum * values[m][i];
                  }
                }
              }
            });
    return result;
  }
}
