package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;

/** Reads any piece of a decoded song. One thread; its owner closes it. */
@SuppressWarnings("DoNotCallSuggester")
public final class SourceSpool implements Closeable {

  private SourceSpool() {}

  /**
   * @throws IOException if it cannot be read, or does not hold that many frames
   */
  public static SourceSpool open(Spool spool, long frames) throws IOException {
    throw new UnsupportedOperationException();
  }

  public long frames() {
    throw new UnsupportedOperationException();
  }

  /**
   * Fills {@code left} and {@code right} from index {@code at} with {@code count} frames from
   * {@code start} on. Frames before the start and behind the end of the song are zeros.
   */
  public void read(long start, int count, float[] left, float[] right, int at) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
