package app.headroom.demucs.graph;

/**
 * The upper triangular factor R of a matrix W = QR with orthonormal Q, by Householder reflections
 * (Golub and Van Loan: "Matrix Computations", 4th edition, section 5.2). R x has the length of W x
 * for every x, with as few rows as W has columns.
 */
final class Triangular {

  private Triangular() {}

  /**
   * @param matrix at least as many rows as columns; left as it is
   */
  static double[][] factorOf(double[][] matrix) {
    int rows = matrix.length;
    int columns = matrix[0].length;
    double[][] a = new double[rows][];
    for (int i = 0; i < rows; i++) {
      a[i] = matrix[i].clone();
    }
    double[] reflector = new double[rows];
    for (int k = 0; k < columns; k++) {
      double length = 0;
      for (int i = k; i < rows; i++) {
        length = Math.hypot(length, a[i][k]);
      }
      if (length == 0) {
        continue;
      }
      double squares = 0;
      for (int i = k; i < rows; i++) {
        reflector[i] = a[i][k] + (i == k ? Math.copySign(length, a[k][k]) : 0);
        squares += reflector[i] * reflector[i];
      }
      for (int j = k; j < columns; j++) {
        double product = 0;
        for (int i = k; i < rows; i++) {
          product += reflector[i] * a[i][j];
        }
        for (int i = k; i < rows; i++) {
          a[i][j] -= 2 * product / squares * reflector[i];
        }
      }
    }
    double[][] factor = new double[columns][columns];
    for (int i = 0; i < columns; i++) {
      System.arraycopy(a[i], i, factor[i], i, columns - i);
    }
    return factor;
  }
}
