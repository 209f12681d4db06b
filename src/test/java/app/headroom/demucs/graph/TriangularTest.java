package app.headroom.demucs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TriangularTest {

  @Test
  void keepsTheLengthOfEveryProduct() {
    var random = new Random(3);
    double[][] matrix = random(random, 96, 7);
    assertSameLengths(matrix, random);
  }

  @Test
  void isFineWithColumnsThatDependOnEachOther() {
    var random = new Random(4);
    double[][] matrix = random(random, 20, 5);
    for (double[] row : matrix) {
      row[3] = row[1] - 2 * row[0];
      row[4] = 0;
    }
    assertSameLengths(matrix, random);
  }

  private static void assertSameLengths(double[][] matrix, Random random) {
    double[][] factor = Triangular.factorOf(matrix);
    assertThat(factor.length).isEqualTo(matrix[0].length);
    for (int trial = 0; trial < 20; trial++) {
      double[] x = random.doubles(matrix[0].length, -1, 1).toArray();
      double expected = squaredLength(matrix, x);
      assertThat(squaredLength(factor, x)).isCloseTo(expected, within(1e-12 * (1 + expected)));
    }
  }

  private static double squaredLength(double[][] matrix, double[] x) {
    double sum = 0;
    for (double[] row : matrix) {
      double product = 0;
      for (int i = 0; i < x.length; i++) {
        product += row[i] * x[i];
      }
      sum += product * product;
    }
    return sum;
  }

  private static double[][] random(Random random, int rows, int columns) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) {
      matrix[i] = random.doubles(columns, -1, 1).toArray();
    }
    return matrix;
  }
}
