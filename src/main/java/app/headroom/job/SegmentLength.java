package app.headroom.job;

import java.util.List;

/**
 * How much audio goes through the network at a time. Memory grows with it, and quality a little.
 *
 * @param frames length at 44.1 kHz, from {@link #SHORTEST} to {@link #LONGEST_PIECE}
 */
public record SegmentLength(int frames) implements Comparable<SegmentLength> {

  /** The sample rate at which the network works. */
  public static final int SAMPLE_RATE_HZ = 44_100;

  private static final int MIN_FRAMES = 57_330;
  private static final int MAX_FRAMES = 661_500;
  private static final int MAX_PIECE_FRAMES = 2_751_840;

  /** The rungs, longest first: 7.8, 5.85, 3.9, 2.6, 1.95 and 1.3 s. */
  public static final List<SegmentLength> LADDER =
      List.of(
          ofSeconds(7.8),
          ofSeconds(5.85),
          ofSeconds(3.9),
          ofSeconds(2.6),
          ofSeconds(1.95),
          ofSeconds(1.3));

  /** 1.3 s, the lowest rung. */
  public static final SegmentLength SHORTEST = new SegmentLength(MIN_FRAMES);

  /** 15 s, more than the highest rung; only by the user's explicit wish. */
  public static final SegmentLength LONGEST = new SegmentLength(MAX_FRAMES);

  /** 62.4 s, the longest that is handed to a command of the user's, which cuts it up by itself. */
  public static final SegmentLength LONGEST_PIECE = new SegmentLength(MAX_PIECE_FRAMES);

  public SegmentLength {
    if (frames < MIN_FRAMES || frames > MAX_PIECE_FRAMES) {
      throw new IllegalArgumentException(
          "a segment is 1.3 to 62.4 seconds long, not " + frames / (double) SAMPLE_RATE_HZ);
    }
  }

  public static SegmentLength ofSeconds(double seconds) {
    return new SegmentLength((int) (seconds * SAMPLE_RATE_HZ + 1e-6));
  }

  public double seconds() {
    return frames / (double) SAMPLE_RATE_HZ;
  }

  /** The longest rung that is shorter than this, or the lowest rung. */
  public SegmentLength oneRungDown() {
    return LADDER.stream().filter(rung -> rung.frames < frames).findFirst().orElse(SHORTEST);
  }

  /** The shortest rung that is longer than this, or this where there is none. */
  public SegmentLength oneRungUp() {
    return LADDER.reversed().stream().filter(rung -> rung.frames > frames).findFirst().orElse(this);
  }

  /** The longest rung that is at most half of this, or the lowest rung. */
  public SegmentLength halved() {
    return LADDER.stream().filter(rung -> rung.frames * 2L <= frames).findFirst().orElse(SHORTEST);
  }

  @Override
  public int compareTo(SegmentLength other) {
    return Integer.compare(frames, other.frames);
  }
}
