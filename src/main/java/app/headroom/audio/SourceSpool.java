package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.StandardOpenOption;

/** Reads any piece of a decoded song. One thread; its owner closes it. */
public final class SourceSpool implements Closeable {

  private final FloatFile file;
  private final long frames;

  private SourceSpool(FloatFile file, long frames) {
    this.file = file;
    this.frames = frames;
  }

  /**
   * @throws IOException if it cannot be read, or does not hold exactly that many frames
   */
  public static SourceSpool open(Spool spool, long frames) throws IOException {
    FloatFile file = FloatFile.open(spool.source(), StandardOpenOption.READ);
    if (file.size() != 2 * frames) {
      file.close();
      throw new IOException(
          "the source's spool holds " + file.size() / 2 + " frames instead of " + frames);
    }
    return new SourceSpool(file, frames);
  }

  public long frames() {
    return frames;
  }

  /**
   * Reads frames that are all within the song.
   *
   * @param into gets left and right of each frame in turn, from its first element on
   */
  public void read(long start, int count, float[] into) throws IOException {
    file.read(2 * start, into, 0, 2 * count);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
