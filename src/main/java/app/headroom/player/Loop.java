package app.headroom.player;

/** A piece that is repeated: behind the frame before {@code end} comes {@code start}. */
public record Loop(long start, long end) {

  /** Shorter than this it would be a tone. */
  public static final long LEAST_FRAMES = StemSource.SAMPLE_RATE_HZ / 10;

  public Loop {
    if (start < 0 || end - start < LEAST_FRAMES) {
      throw new IllegalArgumentException("not a loop: " + start + " to " + end);
    }
  }
}
