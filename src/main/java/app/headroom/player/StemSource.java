package app.headroom.player;

import java.io.Closeable;
import java.io.IOException;

/**
 * The stems of one song side by side at 44.1 kHz, read anywhere. One thread reads and closes it;
 * {@link #readyFrames} may be asked from any.
 */
public interface StemSource extends Closeable {

  int SAMPLE_RATE_HZ = 44_100;

  int stems();

  /** Length of the whole song, also while only a part of it is there. */
  long totalFrames();

  /** How many frames from the start can be read now; may grow. */
  long readyFrames();

  /**
   * Reads frames that are all ready.
   *
   * @param into filled from 0: of each frame every stem's left and right sample
   */
  void read(long start, int count, float[] into) throws IOException;
}
