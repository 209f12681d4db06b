package app.headroom.external;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Pieces and their stems as the WAV files that commands read and write. */
final class PieceWav {

  static final int SAMPLE_RATE_HZ = 44_100;

  private static final int CHANNELS = 2;
  private static final int HEADER_BYTES = 44;
  private static final int BLOCK_FRAMES = 8192;
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FMT = 0x20746D66;
  private static final int DATA = 0x61746164;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int MAX_FMT_BYTES = 64;
  private static final int MAX_CHUNKS = 32;

  private PieceWav() {}

  /**
   * Writes float32.
   *
   * @param planar the left channel's frames, then the right's
   */
  static void write(Path file, FloatBuffer planar, int frames, float gain) throws IOException {
    int dataBytes = Math.multiplyExact(frames, CHANNELS * Float.BYTES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer header = littleEndian(HEADER_BYTES);
      header.putInt(RIFF).putInt(HEADER_BYTES - 8 + dataBytes).putInt(WAVE);
      header.putInt(FMT).putInt(16).putShort((short) FLOAT).putShort((short) CHANNELS);
      header.putInt(SAMPLE_RATE_HZ).putInt(SAMPLE_RATE_HZ * CHANNELS * Float.BYTES);
      header.putShort((short) (CHANNELS * Float.BYTES)).putShort((short) (8 * Float.BYTES));
      header.putInt(DATA).putInt(dataBytes).flip();
      writeAll(channel, header);
      ByteBuffer block = littleEndian(BLOCK_FRAMES * CHANNELS * Float.BYTES);
      for (int from = 0; from < frames; from += BLOCK_FRAMES) {
        int count = Math.min(BLOCK_FRAMES, frames - from);
        block.clear();
        for (int i = from; i < from + count; i++) {
          block.putFloat(gain * planar.get(i)).putFloat(gain * planar.get(frames + i));
        }
        writeAll(channel, block.flip());
      }
    }
  }

  /**
   * Reads a stereo file of exactly so many frames at 44.1 kHz, of 16, 24 or 32 bits or of floats.
   *
   * @param into gets the left channel's frames from {@code at} on, then the right's
   * @return the highest magnitude; NaN if there is a sample that is no number
   * @throws IOException with what is wrong with it, in words
   */
  static float read(Path file, int frames, FloatBuffer into, int at, float gain)
      throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) {
      throw new IOException("it is no plain file"); // a pipe would be waited for, for ever
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Format format = format(channel);
      if (format.channels != CHANNELS || format.sampleRateHz != SAMPLE_RATE_HZ) {
        throw new IOException(
            "it has " + format.channels + " channels at " + format.sampleRateHz + " Hz");
      }
      long found = Math.min(format.dataBytes, channel.size() - channel.position());
      if (found != (long) frames * format.frameBytes()) {
        throw new IOException(
            "it has " + found / format.frameBytes() + " samples and must have " + frames);
      }
      return samples(channel, format, frames, into, at, gain);
    }
  }

  private static float samples(
      FileChannel channel, Format format, int frames, FloatBuffer into, int at, float gain)
      throws IOException {
    float peak = 0;
    ByteBuffer block = littleEndian(BLOCK_FRAMES * format.frameBytes());
    for (int from = 0; from < frames; from += BLOCK_FRAMES) {
      int count = Math.min(BLOCK_FRAMES, frames - from);
      readAll(channel, block.clear().limit(count * format.frameBytes()));
      for (int i = 0; i < count * CHANNELS; i++) {
        float sample = format.sample(block);
        peak = Math.max(peak, Math.abs(sample)); // NaN stays
        into.put(at + i % CHANNELS * frames + from + i / CHANNELS, gain * sample);
      }
    }
    return peak;
  }

  private record Format(int code, int channels, int sampleRateHz, int bits, long dataBytes) {

    int frameBytes() {
      return channels * bits / 8;
    }

    float sample(ByteBuffer from) {
      return switch (bits) {
        case 16 -> from.getShort() / 32_767f; // as the commands write them
        case 24 -> ((from.get() & 0xFF) | (from.get() & 0xFF) << 8 | from.get() << 16) / 8_388_608f;
        default -> code == FLOAT ? from.getFloat() : from.getInt() / 0x1p31f;
      };
    }
  }

  /** Leaves the channel at the first sample. */
  private static Format format(FileChannel channel) throws IOException {
    ByteBuffer head = read(channel, 12);
    if (head.getInt() != RIFF || head.getInt(8) != WAVE) {
      throw new IOException("it is no WAV file");
    }
    ByteBuffer fmt = littleEndian(0);
    for (int chunk = 0; chunk < MAX_CHUNKS; chunk++) {
      ByteBuffer chunkHead = read(channel, 8);
      int id = chunkHead.getInt();
      long bytes = Integer.toUnsignedLong(chunkHead.getInt());
      if (id == DATA) {
        return format(fmt, bytes);
      }
      if (id == FMT && bytes <= MAX_FMT_BYTES) {
        fmt = read(channel, (int) bytes);
        channel.position(channel.position() + bytes % 2);
      } else {
        channel.position(channel.position() + bytes + bytes % 2);
      }
    }
    throw new IOException("it holds no samples");
  }

  private static Format format(ByteBuffer fmt, long dataBytes) throws IOException {
    if (fmt.limit() < 16) {
      throw new IOException("it does not say what its samples are");
    }
    int code = Short.toUnsignedInt(fmt.getShort(0));
    int bits = fmt.getShort(14);
    if (code == EXTENSIBLE && fmt.limit() >= 26) {
      code = Short.toUnsignedInt(fmt.getShort(24));
    }
    boolean known =
        switch (code) {
          case PCM -> bits == 16 || bits == 24 || bits == 32;
          case FLOAT -> bits == 32;
          default -> false;
        };
    if (!known) {
      throw new IOException("its samples are of kind " + code + " with " + bits + " bits");
    }
    return new Format(code, fmt.getShort(2), fmt.getInt(4), bits, dataBytes);
  }

  private static ByteBuffer read(FileChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    readAll(channel, buffer);
    return buffer;
  }

  private static void readAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("it ends too early");
      }
    }
    buffer.flip();
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
