package app.headroom.audio;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * A file of little-endian float32 samples, read and appended to through one small buffer outside of
 * the heap. One thread; its owner closes it.
 */
final class FloatFile implements Closeable {

  private static final int BUFFER_FLOATS = 16 * 1024;

  private final FileChannel channel;
  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(BUFFER_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final FloatBuffer floats = bytes.asFloatBuffer();

  private FloatFile(FileChannel channel) {
    this.channel = channel;
  }

  static FloatFile open(Path file, OpenOption... options) throws IOException {
    return new FloatFile(FileChannel.open(file, options));
  }

  /** Whole samples there now. */
  long size() throws IOException {
    return channel.size() / Float.BYTES;
  }

  /**
   * @throws EOFException if fewer samples are there
   */
  void read(long first, float[] into, int at, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, BUFFER_FLOATS);
      bytes.clear().limit(part * Float.BYTES);
      long position = (first + done) * Float.BYTES;
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, position + bytes.position());
        if (read < 0) {
          throw new EOFException("a spool is shorter than it should be");
        }
      }
      floats.clear().get(into, at + done, part);
      done += part;
    }
  }

  /** Cuts off what lies behind the first {@code size} samples; the next are appended there. */
  void truncate(long size) throws IOException {
    channel.truncate(size * Float.BYTES);
    channel.position(size * Float.BYTES);
  }

  /** The next samples are written from here on, over what is there. */
  void position(long first) throws IOException {
    channel.position(first * Float.BYTES);
  }

  void append(float[] samples, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, BUFFER_FLOATS);
      floats.clear().put(samples, done, part);
      bytes.clear().limit(part * Float.BYTES);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      done += part;
    }
  }

  void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
