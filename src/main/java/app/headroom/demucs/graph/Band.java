package app.headroom.demucs.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Some of the rows of the spectrogram's outermost level, from {@code first} up to {@code end} of
 * {@code all}. There, where the network needs most memory, rows hardly depend on each other: each
 * layer sees a few rows beyond its own. So these layers run band by band, with these few rows done
 * twice.
 */
record Band(int first, int end, int all) {

  /** Rows of this level that the next level's convolution sees beyond the band, on each side. */
  static final int HALO = 2;

  static List<Band> of(int rows, int count) {
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bands.add(new Band(rows * i / count, rows * (i + 1) / count, rows));
    }
    return bands;
  }

  /** How many rows there are above the band, at most that many. */
  int above(int rows) {
    return Math.min(rows, first);
  }

  /** How many rows there are below the band, at most that many. */
  int below(int rows) {
    return Math.min(rows, all - end);
  }

  /** Zeros in place of the rows that a kernel would see above and below, where there are none. */
  Blocks.Padding padding(int rows, int columns) {
    return new Blocks.Padding(rows - above(rows), columns, rows - below(rows), columns);
  }
}
