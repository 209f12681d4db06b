package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Takes decoded mono or stereo samples, makes them stereo and finite, measures them and appends
 * them to a file. One thread; its owner closes it.
 */
final class SpoolOutput implements FrameSink, Closeable {

  private static final int CHUNK_FRAMES = 8192;

  /** Between two looks at the disk, which must not be filled up by a file that never ends. */
  private static final long LOOK_BYTES = 32L << 20;

  private final Path folder;
  private final FileChannel channel;
  private final LevelMeter meter = new LevelMeter();
  private final float[] chunk = new float[2 * CHUNK_FRAMES];
  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(2 * CHUNK_FRAMES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final FloatBuffer floats = bytes.asFloatBuffer();
  private long nextLookBytes = LOOK_BYTES;
  private long frames;
  private long nonFiniteSamples;

  private SpoolOutput(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static SpoolOutput create(Spool spool) throws IOException {
    Path file = spool.source();
    return new SpoolOutput(
        spool.folder(),
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  @Override
  public void append(FloatBuffer samples, int channels) throws IOException, AudioException {
    while (samples.remaining() >= channels) {
      int count = Math.min(samples.remaining() / channels, CHUNK_FRAMES);
      samples.get(chunk, 0, count * channels);
      if (channels == 1) {
        for (int i = count - 1; i >= 0; i--) {
          chunk[2 * i + 1] = chunk[i];
          chunk[2 * i] = chunk[i];
        }
      }
      nonFiniteSamples += Samples.zeroNonFinite(chunk, 2 * count);
      meter.add(chunk, count);
      floats.clear().put(chunk, 0, 2 * count);
      bytes.clear().limit(2 * count * Float.BYTES);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      frames += count;
      if (frames * 2 * Float.BYTES >= nextLookBytes) {
        DiskSpace.requireReserve(folder);
        nextLookBytes += LOOK_BYTES;
      }
    }
  }

  void force() throws IOException {
    channel.force(true);
  }

  @Override
  public long frames() {
    return frames;
  }

  long nonFiniteSamples() {
    return nonFiniteSamples;
  }

  Levels levels() {
    return meter.levels();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
