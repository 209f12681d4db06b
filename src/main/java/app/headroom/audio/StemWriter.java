package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;

/**
 * Appends finished frames of all stems to the spool, with the waveform's peaks beside them. One
 * thread; its owner closes it. An {@link IOException} for want of space is told from others by
 * {@link DiskSpace#isFull}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StemWriter implements Closeable {

  private StemWriter() {}

  /** Starts with no frames, whatever was there before. */
  public static StemWriter create(Spool spool, int stems) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Goes on behind the first {@code frames} frames; what lies behind them is cut off.
   *
   * @param peaks as they were with that many frames
   * @throws IOException if the spool holds fewer frames
   */
  public static StemWriter resume(Spool spool, long frames, StemPeaks peaks) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * @param channels one array per channel: left and right of the first stem, of the second, ...
   */
  public void append(float[][] channels, int from, int count) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Everything appended so far is on the disk when this returns. */
  public void force() throws IOException {
    throw new UnsupportedOperationException();
  }

  public long frames() {
    throw new UnsupportedOperationException();
  }

  public StemPeaks peaks() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
