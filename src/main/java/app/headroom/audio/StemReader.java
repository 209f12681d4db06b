package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.StandardOpenOption;

/**
 * Reads any piece of the separated stems, also while they grow. One thread; its owner closes it.
 */
public final class StemReader implements Closeable {

  private final FloatFile file;
  private final int channels;

  private StemReader(FloatFile file, int channels) {
    this.file = file;
    this.channels = channels;
  }

  public static StemReader open(Spool spool, int stems) throws IOException {
    FloatFile file =
        FloatFile.open(spool.stems(), Spool.sampleBytes(stems), StandardOpenOption.READ);
    return new StemReader(file, 2 * stems);
  }

  /** Whole frames there now. */
  public long frames() throws IOException {
    return file.size() / channels;
  }

  /**
   * Reads frames of all stems as they lie in the file: of each frame every stem's left and right
   * sample.
   *
   * @param into filled from 0 with {@code count * stems * 2} samples
   * @throws java.io.EOFException if fewer frames are there
   */
  public void read(long start, int count, float[] into) throws IOException {
    file.read(start * channels, into, 0, count * channels);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
