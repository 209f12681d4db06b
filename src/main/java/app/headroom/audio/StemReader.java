package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads any piece of the separated stems, also while they grow. One thread; its owner closes it.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StemReader implements Closeable {

  private StemReader() {}

  public static StemReader open(Spool spool, int stems) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Whole frames there now. */
  public long frames() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads frames of all stems as they lie in the file.
   *
   * @param into filled from 0 with {@code count * stems * 2} samples
   * @throws IOException also if fewer frames are there
   */
  public void read(long start, int count, float[] into) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
