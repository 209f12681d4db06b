package app.headroom.memory;

import app.headroom.job.SegmentLength;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The segment lengths between which the policy moves.
 *
 * @param rungs longest first, no two alike, 1 to {@value #MOST_RUNGS} of them
 */
public record Ladder(List<SegmentLength> rungs) {

  static final int MOST_RUNGS = 12;

  /** A longer one takes more time and memory for a gain of 0.06 dB: see decision 7. */
  private static final SegmentLength START = SegmentLength.ofSeconds(5.85);

  public static final Ladder DEFAULT = new Ladder(SegmentLength.LADDER);

  /**
   * Pieces of a song for the Python command: its start is paid once for each. Below the segment of
   * its model, which it fills up with silence, shorter ones would save no memory.
   */
  static final Ladder PYTHON = ofSeconds(62.4, 31.2, 15.6, 7.8);

  /**
   * Pieces for the npm command, whose memory has two sizes: 3.2 GB for one pass of its network,
   * which takes 7.8 s, and 5.6 GB for any number of passes.
   */
  static final Ladder NPM = ofSeconds(31.2, 7.8);

  public Ladder {
    rungs = List.copyOf(rungs);
    if (rungs.isEmpty() || rungs.size() > MOST_RUNGS) {
      throw new IllegalArgumentException(
          "segments.ladder must have from 1 to " + MOST_RUNGS + " lengths, not " + rungs.size());
    }
    for (int i = 1; i < rungs.size(); i++) {
      if (rungs.get(i).compareTo(rungs.get(i - 1)) >= 0) {
        throw new IllegalArgumentException(
            "segments.ladder must go from the longest to the shortest, but "
                + Range.text(rungs.get(i).seconds())
                + " s follows "
                + Range.text(rungs.get(i - 1).seconds())
                + " s");
      }
    }
  }

  private static Ladder ofSeconds(double... seconds) {
    return new Ladder(Arrays.stream(seconds).mapToObj(SegmentLength::ofSeconds).toList());
  }

  public SegmentLength highest() {
    return rungs.getFirst();
  }

  /**
   * Of the built-in engine, with which a song starts if none was chosen and its budget allows: 5.85
   * s or the next longer rung; where all are shorter, the highest.
   */
  public SegmentLength start() {
    return rungs.reversed().stream()
        .filter(rung -> rung.compareTo(START) >= 0)
        .findFirst()
        .orElse(highest());
  }

  public SegmentLength lowest() {
    return rungs.getLast();
  }

  /** Whether there is no rung below; true of every length up to the lowest rung. */
  public boolean isLowest(SegmentLength length) {
    return length.compareTo(lowest()) <= 0;
  }

  /** The longest rung that is shorter; where there is none, {@code length} itself. */
  public SegmentLength oneDown(SegmentLength length) {
    return rungs.stream().filter(rung -> rung.compareTo(length) < 0).findFirst().orElse(length);
  }

  /** The shortest rung that is longer; where there is none, {@code length} itself. */
  public SegmentLength oneUp(SegmentLength length) {
    return rungs.reversed().stream()
        .filter(rung -> rung.compareTo(length) > 0)
        .findFirst()
        .orElse(length);
  }

  /** The longest rung of at most half the length; where there is none, the lowest rung. */
  public SegmentLength halved(SegmentLength length) {
    if (isLowest(length)) {
      return length;
    }
    return rungs.stream()
        .filter(rung -> rung.frames() * 2L <= length.frames())
        .findFirst()
        .orElse(lowest());
  }

  /** {@code length} and the rungs below it, longest first. */
  public Stream<SegmentLength> from(SegmentLength length) {
    return Stream.concat(
        Stream.of(length), rungs.stream().filter(rung -> rung.compareTo(length) < 0));
  }
}
