package app.headroom.demucs.graph;

import app.headroom.demucs.weights.Weights;

/** Weights on their way into the graph, last axis fastest. The arrays are never changed. */
final class Tensor {

  final float[] values;
  final int[] shape;

  Tensor(float[] values, int... shape) {
    this.values = values;
    this.shape = shape;
    int count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    if (count != values.length) {
      throw new IllegalArgumentException(values.length + " values do not fill " + count);
    }
  }

  static Tensor vector(float[] values) {
    return new Tensor(values, values.length);
  }

  static Tensor zeros(int count) {
    return vector(new float[count]);
  }

  static Tensor of(Weights weights, String name) {
    return new Tensor(weights.floats(name), weights.shape(name));
  }

  /** Size of the first axis. */
  int rows() {
    return shape[0];
  }

  /** How many values belong to one index of the first axis. */
  int rowLength() {
    return values.length / shape[0];
  }

  Tensor reshaped(int... newShape) {
    return new Tensor(values, newShape);
  }

  /** Indices {@code from} up to {@code to} of the first axis. */
  Tensor rows(int from, int to) {
    float[] part = new float[(to - from) * rowLength()];
    System.arraycopy(values, from * rowLength(), part, 0, part.length);
    int[] partShape = shape.clone();
    partShape[0] = to - from;
    return new Tensor(part, partShape);
  }

  /** Each index of the first axis times its own factor. */
  Tensor scaledRows(Tensor factors) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factors.values[i / rowLength()];
    }
    return new Tensor(scaled, shape);
  }

  Tensor scaled(float factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return new Tensor(scaled, shape);
  }

  /** Of a matrix. */
  Tensor transposed() {
    int rows = shape[0];
    int columns = shape[1];
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return new Tensor(turned, columns, rows);
  }

  /** The rows of this, then the rows of the other. */
  Tensor followedBy(Tensor other) {
    float[] both = new float[values.length + other.values.length];
    System.arraycopy(values, 0, both, 0, values.length);
    System.arraycopy(other.values, 0, both, values.length, other.values.length);
    int[] bothShape = shape.clone();
    bothShape[0] += other.shape[0];
    return new Tensor(both, bothShape);
  }
}
