package app.headroom.audio;

import java.util.Collections;
import java.util.List;

/**
 * The largest absolute samples so far; a checkpoint keeps them.
 *
 * @param stems per stem, in the model's order
 * @param rests per stem, of the sum of all other stems ({@code no_vocals})
 */
public record StemPeaks(List<Double> stems, List<Double> rests) {

  public StemPeaks {
    stems = List.copyOf(stems);
    rests = List.copyOf(rests);
    if (stems.size() != rests.size()) {
      throw new IllegalArgumentException(stems.size() + " stems, " + rests.size() + " rests");
    }
  }

  /** Of stems that have no frames yet. */
  public static StemPeaks none(int stems) {
    return new StemPeaks(Collections.nCopies(stems, 0.0), Collections.nCopies(stems, 0.0));
  }
}
