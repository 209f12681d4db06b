package app.headroom.demucs;

import java.io.IOException;

/** Takes the finished frames of all stems, in their order and each once. */
@FunctionalInterface
public interface StemSink {

  /**
   * @param interleaved for each frame, left and right of each stem in turn, from its first element
   *     on; only until this returns
   */
  void append(float[] interleaved, int frames) throws IOException;
}
