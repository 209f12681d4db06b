package app.headroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A straight line through what was seen one after the other, by least squares. Neighbours resemble
 * each other, so the error of the slope is taken from the means of {@value #BLOCKS} blocks, not
 * from the single points. Not thread-safe.
 */
final class LineFit {

  static final int BLOCKS = 15;

  private final List<double[]> points = new ArrayList<>();

  void add(double x, double y) {
    points.add(new double[] {x, y});
  }

  /** Per unit of x. */
  double slope() {
    return slope(blocks());
  }

  /** One standard error of the slope. */
  double slopeError() {
    List<double[]> blocks = blocks();
    double slope = slope(blocks);
    double meanX = mean(blocks, 0);
    double meanY = mean(blocks, 1);
    double residuals = 0;
    double spread = 0;
    for (double[] block : blocks) {
      residuals += Math.pow(block[1] - meanY - slope * (block[0] - meanX), 2);
      spread += Math.pow(block[0] - meanX, 2);
    }
    return Math.sqrt(residuals / (blocks.size() - 2) / spread);
  }

  /** Whether the slope is within {@code errors} standard errors of zero. */
  boolean flat(double errors) {
    return Math.abs(slope()) <= errors * slopeError();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "mean %.1f MB, slope %+.2f kB a segment, standard error %.2f kB",
        mean(points, 1) / 1e6,
        slope() / 1e3,
        slopeError() / 1e3);
  }

  private static double slope(List<double[]> blocks) {
    double meanX = mean(blocks, 0);
    double meanY = mean(blocks, 1);
    double both = 0;
    double spread = 0;
    for (double[] block : blocks) {
      both += (block[0] - meanX) * (block[1] - meanY);
      spread += Math.pow(block[0] - meanX, 2);
    }
    return both / spread;
  }

  /** Their means; of equal size but for one point. */
  private List<double[]> blocks() {
    if (points.size() < 2 * BLOCKS) {
      throw new IllegalStateException("a line through " + points.size() + " points");
    }
    List<double[]> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      List<double[]> block =
          points.subList(points.size() * i / BLOCKS, points.size() * (i + 1) / BLOCKS);
      blocks.add(new double[] {mean(block, 0), mean(block, 1)});
    }
    return blocks;
  }

  private static double mean(List<double[]> points, int axis) {
    return points.stream().mapToDouble(point -> point[axis]).average().orElseThrow();
  }
}
