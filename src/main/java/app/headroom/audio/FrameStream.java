package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;

/**
 * Interleaved samples, read from the start to the end. One thread; its owner closes it. Behind its
 * end it is silent for ever.
 */
interface FrameStream extends Closeable {

  /**
   * @param into filled from 0 with {@code count} frames
   */
  void read(float[] into, int count) throws IOException;
}
