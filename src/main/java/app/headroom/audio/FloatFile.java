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
 * A file of little-endian float samples, read and appended to through one buffer outside of the
 * heap. They have 32 bits, or the upper 24 of these: sign, exponent and 15 bits, rounded, which is
 * 107 dB above the error. The buffer is as big as what is read at once, within the bounds that the
 * system properties {@value #MIN_PROPERTY} and {@value #MAX_PROPERTY} give. One thread; its owner
 * closes it.
 */
final class FloatFile implements Closeable {

  static final String MIN_PROPERTY = "headroom.readBufferMinBytes";
  static final String MAX_PROPERTY = "headroom.readBufferMaxBytes";

  private static final int MIN_BYTES = Integer.getInteger(MIN_PROPERTY, 8 * 1024);
  private static final int MAX_BYTES = Integer.getInteger(MAX_PROPERTY, 1024 * 1024);

  /** What 24 bits leave out, and half of it. */
  private static final int CUT_BITS = 8;

  private static final int HALF = 1 << (CUT_BITS - 1);

  private final FileChannel channel;
  private final int sampleBytes;
  private ByteBuffer bytes = buffer(0);
  private FloatBuffer floats = bytes.asFloatBuffer();

  private FloatFile(FileChannel channel, int sampleBytes) {
    this.channel = channel;
    this.sampleBytes = sampleBytes;
  }

  static FloatFile open(Path file, OpenOption... options) throws IOException {
    return open(file, Float.BYTES, options);
  }

  /**
   * @param sampleBytes 4, or 3 for samples of 24 bits
   */
  static FloatFile open(Path file, int sampleBytes, OpenOption... options) throws IOException {
    return new FloatFile(FileChannel.open(file, options), sampleBytes);
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
    return channel.size() / sampleBytes;
  }

  /**
   * @throws EOFException if fewer samples are there
   */
  void read(long first, float[] into, int at, int count) throws IOException {
    makeRoomFor(count);
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, floats.capacity());
      bytes.clear().limit(part * sampleBytes);
      long position = (first + done) * sampleBytes;
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, position + bytes.position());
        if (read < 0) {
          throw new EOFException("a spool is shorter than it should be");
        }
      }
      if (sampleBytes == Float.BYTES) {
        floats.clear().get(into, at + done, part);
      } else {
        for (int i = 0; i < part; i++) {
          int upper = (bytes.getShort(3 * i) & 0xffff) | (bytes.get(3 * i + 2) << Short.SIZE);
          into[at + done + i] = Float.intBitsToFloat(upper << CUT_BITS);
        }
      }
      done += part;
    }
  }

  /** Cuts off what lies behind the first {@code size} samples; the next are appended there. */
  void truncate(long size) throws IOException {
    channel.truncate(size * sampleBytes);
    channel.position(size * sampleBytes);
  }

  /** The next samples are written from here on, over what is there. */
  void position(long first) throws IOException {
    channel.position(first * sampleBytes);
  }

  void append(float[] samples, int count) throws IOException {
    makeRoomFor(count);
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, floats.capacity());
      bytes.clear();
      if (sampleBytes == Float.BYTES) {
        floats.clear().put(samples, done, part);
      } else {
        for (int i = 0; i < part; i++) {
          int upper = (Float.floatToIntBits(samples[done + i]) + HALF) >>> CUT_BITS;
          bytes.putShort(3 * i, (short) upper).put(3 * i + 2, (byte) (upper >>> Short.SIZE));
        }
      }
      bytes.limit(part * sampleBytes);
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
