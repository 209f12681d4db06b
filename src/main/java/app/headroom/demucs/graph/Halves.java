package app.headroom.demucs.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waveform's branch as two halves side by side, [2, channels, 1, columns]: ONNX Runtime shares
 * a convolution out to its threads by parts and rows, and a waveform has one row. The halves
 * overlap by as much as the layers see, so that what is wrong at their inner ends, where the zeros
 * around a convolution stand for the other half, never reaches a half's own columns: the first's up
 * to the seam, the second's from there on. Only these are put together again, and count in
 * statistics.
 *
 * <p>Of a waveform that is too short to be halved, each half is the whole.
 */
final class Halves {

  private static final int PARTS = 2;
  private static final int PART_AXIS = 0;
  private static final int COLUMN_AXIS = 3;
  private static final int STRIDE = 4;

  /** Samples to a column of the innermost level. */
  private static final int INNERMOST = STRIDE * STRIDE * STRIDE * STRIDE;

  /**
   * How many samples a half goes on behind the seam. Of e wrong columns an encoder layer makes (e +
   * 2) / 4 by its convolution, up to one at its last, incomplete step, and three by its residual
   * branch: never more than six. A decoder layer adds one by its first convolution and three by its
   * residual branch, and the transposed convolution makes 4 e + 2 of them; from the innermost
   * level's six come 42, 186, 762 and 3066.
   */
  private static final int HALO = 12 * INNERMOST;

  private final OnnxGraph graph;
  private final List<Level> levels = new ArrayList<>();

  /**
   * @param wholes the waveform's length, then its length after each encoder layer
   */
  Halves(OnnxGraph graph, List<Extent> wholes) {
    this.graph = graph;
    String start = start(wholes.getFirst());
    int halo = HALO;
    int unit = INNERMOST;
    for (Extent whole : wholes) {
      levels.add(new Level(whole, start, halo, unit));
      start = graph.divide(start, graph.integers(STRIDE));
      halo /= STRIDE;
      unit /= STRIDE;
    }
  }

  /** As late as it can be, if there is to be a halo on both sides of the seam. */
  private String start(Extent whole) {
    String room = graph.subtract(whole.size(), graph.integers(2 * HALO));
    String columns = graph.divide(room, graph.integers(2 * INNERMOST));
    String atLeastNone = graph.node("Max", columns, graph.integers(0)).result();
    return graph.multiply(atLeastNone, graph.integers(INNERMOST));
  }

  /** The waveform's own resolution, or that after so many encoder layers. */
  Level level(int layers) {
    return levels.get(layers);
  }

  /** One resolution of the branch. */
  final class Level implements ResidualBranch.ColumnSum {

    private final Extent whole;
    private final Extent half;

    /** Where the second half begins in the whole. */
    private final String start;

    /** Where the first half's own columns end; a multiple of {@link #unit}. */
    private final String end;

    /** Where the second half's own columns begin; a multiple too. */
    private final int begin;

    private final int unit;
    private @Nullable String own;

    private Level(Extent whole, String start, int halo, int unit) {
      this.whole = whole;
      this.start = start;
      this.begin = halo;
      this.end = graph.add(start, graph.integers(halo));
      this.unit = unit;
      // Statistics are taken of the whole.
      this.half =
          new Extent(
              "half_" + whole.symbol(), graph.subtract(whole.size(), start), whole.reciprocal());
    }

    /** Of a half; one over it is one over that of the whole. */
    Extent columns() {
      return half;
    }

    /** The whole, cut in halves. */
    FeatureMap split(FeatureMap map) {
      String first = graph.slice(map.value(), graph.integers(0), half.size(), COLUMN_AXIS);
      String second = graph.slice(map.value(), start, whole.size(), COLUMN_AXIS);
      String both = graph.concatenate(PART_AXIS, first, second);
      var halves = new FeatureMap(both, PARTS, map.channels(), map.rows(), half);
      graph.declare(halves);
      return halves;
    }

    /** The halves' own columns, one after the other. */
    FeatureMap join(FeatureMap halves) {
      String none = graph.integers(0);
      String first = columnsOf(0, halves.value(), none, end);
      String second = columnsOf(1, halves.value(), graph.integers(begin), half.size());
      String joined = graph.concatenate(COLUMN_AXIS, first, second);
      var map = new FeatureMap(joined, halves.channels(), halves.rows(), whole);
      graph.declare(map);
      return map;
    }

    /**
     * Over the halves' own columns: means of a few, times one or zero. (To cut out what is to be
     * summed takes the runtime half a second more to load the graph.)
     */
    @Override
    public String of(String halves, int each) {
      int pooled = pooled();
      if (each < pooled) {
        String means = ResidualBranch.means(graph, halves, pooled);
        return graph.multiply(of(means, pooled), graph.scalar(pooled));
      }
      String counted = graph.multiply(halves, own());
      return graph.sumOver(PART_AXIS, graph.sumOver(COLUMN_AXIS, counted));
    }

    /** One for each group of pooled columns that is a half's own, zero for others. */
    private String own() {
      if (own == null) {
        int pooled = pooled();
        String rounded = graph.add(half.size(), graph.integers(pooled - 1));
        String count =
            graph.node("Squeeze", graph.divide(rounded, graph.integers(pooled))).result();
        String groups =
            graph.node("Range", graph.integerScalar(0), count, graph.integerScalar(1)).result();
        String ends = graph.divide(end, graph.integers(pooled));
        String first = graph.node("Less", groups, ends).result();
        String second =
            graph.node("GreaterOrEqual", groups, graph.integers(begin / pooled)).result();
        String both = graph.toFloat(graph.concatenate(0, first, second));
        own = graph.reshape(both, PARTS, 1, 1, -1);
      }
      return own;
    }

    /** So that none stands for columns of both sides of the seam. */
    @Override
    public int pooled() {
      return Math.min(unit, ResidualBranch.POOLED_COLUMNS);
    }

    private String columnsOf(int part, String halves, String from, String to) {
      String starts = graph.concatenate(0, graph.integers(part), from);
      String ends = graph.concatenate(0, graph.integers(part + 1), to);
      return graph
          .node("Slice", halves, starts, ends, graph.integers(PART_AXIS, COLUMN_AXIS))
          .result();
    }
  }
}
