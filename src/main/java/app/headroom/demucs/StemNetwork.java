package app.headroom.demucs;

import java.nio.FloatBuffer;

/** What separates one segment. Used by one thread at a time; who opened it closes it. */
public interface StemNetwork extends AutoCloseable {

  /** How many stems it gives. */
  int stems();

  /**
   * Separates a stereo segment of any length that the network can take. Both buffers are used from
   * their first float on, whatever their position, and must be direct and of native byte order.
   *
   * @param mix the left channel's frames, then the right's; overwritten
   * @param stems gets for each stem its left channel's frames, then its right's
   * @throws SeparationException if the network fails
   */
  void separate(FloatBuffer mix, int frames, FloatBuffer stems);

  /** Gives back the memory that is not needed until the next segment. */
  void trim();

  @Override
  void close();
}
