package app.headroom.demucs;

import java.io.IOException;

/** A song at 44.1 kHz in stereo, of which any part can be read. */
public interface SampleSource {

  long frames();

  /**
   * Reads frames that are all within the song.
   *
   * @param interleaved gets left and right of each frame in turn, from its first element on
   */
  void read(long startFrame, int frames, float[] interleaved) throws IOException;
}
