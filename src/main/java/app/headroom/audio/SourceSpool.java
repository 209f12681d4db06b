package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads any piece of a decoded song. One thread; its owner closes it. */
public final class SourceSpool implements Closeable {

  private static final int CHUNK_FRAMES = 4096;

  private final FloatFile file;
  private final long frames;
  private final float[] chunk = new float[2 * CHUNK_FRAMES];

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
   * Fills {@code left} and {@code right} from index {@code at} with {@code count} frames from
   * {@code start} on. Frames before the start and behind the end of the song are zeros.
   */
  public void read(long start, int count, float[] left, float[] right, int at) throws IOException {
    int before = Math.clamp(-start, 0, count);
    int there = Math.clamp(frames - start, before, count);
    Arrays.fill(left, at, at + before, 0);
    Arrays.fill(right, at, at + before, 0);
    for (int done = before; done < there; ) {
      int part = Math.min(there - done, CHUNK_FRAMES);
      file.read(2 * (start + done), chunk, 0, 2 * part);
      for (int i = 0; i < part; i++) {
        left[at + done + i] = chunk[2 * i];
        right[at + done + i] = chunk[2 * i + 1];
      }
      done += part;
    }
    Arrays.fill(left, at + there, at + count, 0);
    Arrays.fill(right, at + there, at + count, 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
