package app.headroom.demucs;

import app.headroom.job.Overlap;
import app.headroom.job.SegmentLength;

/** How a song is cut up for what separates it. */
public sealed interface Cutting {

  /** How many frames after a segment's beginning the next one begins. */
  int stride(int segment);

  /**
   * What is given to the network so that it separates a chunk.
   *
   * @param offset where the chunk begins in the song
   * @param chunk frames that are wanted; fewer than {@code segment} at the end of the song alone
   */
  Window window(long offset, int chunk, int segment);

  /**
   * @param before frames that lie before the chunk
   * @param frames from the window's beginning to its end; outside of the song they are silent
   */
  record Window(int before, int frames) {}

  /**
   * As Demucs does it ({@code demucs/apply.py}): all windows of one length, a chunk that is shorter
   * lies in the middle.
   *
   * @param overlap what the next segment covers too
   */
  record Segments(Overlap overlap) implements Cutting {

    @Override
    public int stride(int segment) {
      return Math.max(1, (int) ((1 - overlap.share(segment)) * segment));
    }

    @Override
    public Window window(long offset, int chunk, int segment) {
      return new Window((segment - chunk) / 2, segment);
    }
  }

  /**
   * For a whole Demucs, which cuts each piece into segments by itself: pieces overlap by what two
   * of its segments would, however long they are, and the last one is no longer than it must be.
   *
   * @param overlap of the segments of Demucs's
   */
  record Pieces(Overlap overlap) implements Cutting {

    private static final int SEGMENT = SegmentLength.LADDER.getFirst().frames();

    /** A second: with less, some versions fail. */
    private static final int SHORTEST = SegmentLength.SAMPLE_RATE_HZ;

    @Override
    public int stride(int segment) {
      return Math.max(1, segment - (int) (overlap.shareOfCommand() * Math.min(segment, SEGMENT)));
    }

    @Override
    public Window window(long offset, int chunk, int segment) {
      int context = Math.max(0, Math.min(segment, SEGMENT) - chunk);
      int before = (int) Math.min(offset, context);
      return new Window(before, Math.max(SHORTEST, before + chunk));
    }
  }
}
