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
 * A file of little-endian float32 samples, read and appended to through one buffer outside of the
 * heap. The buffer is as big as what is read at once, within the bounds that the system properties
 * {@value #MIN_PROPERTY} and {@value #MAX_PROPERTY} give. One thread; its owner closes it.
 */
final class FloatFile implements Closeable {

  static final String MIN_PROPERTY = "headroom.readBufferMinBytes";
  static final String MAX_PROPERTY = "headroom.readBufferMaxBytes";

  private static final int MIN_BYTES = Integer.getInteger(MIN_PROPERTY, 8 * 1024);
  private static final int MAX_BYTES = Integer.getInteger(MAX_PROPERTY, 1024 * 1024);

  private final FileChannel channel;
  private ByteBuffer bytes = buffer(0);
  private FloatBuffer floats = bytes.asFloatBuffer();

  private FloatFile(FileChannel channel) {
    this.channel = channel;
  }

  static FloatFile open(Path file, OpenOption... options) throws IOException {
    return new FloatFile(FileChannel.open(file, options));
  }

  private static ByteBuffer buffer(int samples) {
    long wanted = (long) samples * Float.BYTES;
    long size = Math.max(Float.BYTES, Math.min(MAX_BYTES, Math.max(MIN_BYTES, wanted)));
    return ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Big enough for so many samples at once, or as big as it may be. */
  private void makeRoomFor(int samples) {
    if (samples > floats.capacity() && bytes.capacity() < MAX_BYTES) {
      bytes = buffer(samples);
      floats = bytes.asFloatBuffer();
    }
  }

  int bufferBytes() {
    return bytes.capacity();
  }

  /** Whole samples there now. */
  long size() throws IOException {
    return channel.size() / Float.BYTES;
  }

  /**
   * @throws EOFException if fewer samples are there
   */
  void read(long first, float[] into, int at, int count) throws IOException {
    makeRoomFor(count);
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, floats.capacity());
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
    makeRoomFor(count);
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, floats.capacity());
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
