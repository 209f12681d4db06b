package app.headroom.worker;

import app.headroom.audio.SourceSpool;
import app.headroom.demucs.SampleSource;
import java.io.IOException;

/** The decoded song, as separation reads it. */
record SpooledMix(SourceSpool spool) implements SampleSource {

  @Override
  public long frames() {
    return spool.frames();
  }

  @Override
  public void read(long startFrame, int frames, float[] interleaved) throws IOException {
    spool.read(startFrame, frames, interleaved);
  }
}
