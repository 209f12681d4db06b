package app.headroom.job;

/** How much of a segment the next one repeats. */
public sealed interface Overlap {

  /** Demucs's own default, and what a short segment needs. */
  double SHARE_OF_DEMUCS = 0.25;

  Overlap AUTO = new Auto();

  /** What the next segment repeats of one of this length, from 0 to {@link Share#MOST}. */
  double share(int segmentFrames);

  /** The same where a Demucs command of the user's cuts a song into segments of its own. */
  double shareOfCommand();

  /**
   * A stretch of sound, however long a segment is: a twentieth of the longest rung, 0.39 s, but at
   * most {@link #SHARE_OF_DEMUCS}. What it costs and saves was measured, see decision 7.
   */
  record Auto() implements Overlap {

    private static final double STRETCH_FRAMES = SegmentLength.LADDER.getFirst().frames() / 20.0;

    @Override
    public double share(int segmentFrames) {
      return Math.min(SHARE_OF_DEMUCS, STRETCH_FRAMES / segmentFrames);
    }

    @Override
    public double shareOfCommand() {
      return SHARE_OF_DEMUCS;
    }
  }

  /**
   * The same share of every segment.
   *
   * @param value from 0 to {@link #MOST}
   */
  record Share(double value) implements Overlap {

    /** With more, a song would be separated ten times over. */
    public static final double MOST = 0.9;

    public Share {
      if (!(value >= 0 && value <= MOST)) {
        throw new IllegalArgumentException(
            "overlap is a share from 0 to " + MOST + ", not " + value);
      }
    }

    @Override
    public double share(int segmentFrames) {
      return value;
    }

    @Override
    public double shareOfCommand() {
      return value;
    }
  }
}
