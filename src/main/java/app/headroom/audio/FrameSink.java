package app.headroom.audio;

import java.io.IOException;
import java.nio.FloatBuffer;

/** Takes decoded samples. */
interface FrameSink {

  /**
   * @param samples interleaved, from position to limit
   * @param channels 1 (both sides get it, as in Demucs) or 2
   */
  void append(FloatBuffer samples, int channels) throws IOException, AudioException;

  /** So far. */
  long frames();
}
