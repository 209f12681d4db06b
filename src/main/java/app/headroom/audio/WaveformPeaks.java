package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Draws a waveform without its samples. The form of {@link Spool#waveform}: for every block of
 * {@link #BLOCK_FRAMES} frames, for every stem, the lowest and the highest sample of either channel
 * as little-endian int16 (times 32767, clamped). Only whole blocks are written.
 */
final class WaveformPeaks implements Closeable {

  static final int BLOCK_FRAMES = 1024;

  private final FileChannel channel;
  private final int stems;
  private final float[] lowest;
  private final float[] highest;
  private final ByteBuffer block;
  private int framesInBlock;

  private WaveformPeaks(FileChannel channel, int stems) {
    this.channel = channel;
    this.stems = stems;
    this.lowest = new float[stems];
    this.highest = new float[stems];
    this.block = ByteBuffer.allocateDirect(stems * 4).order(ByteOrder.LITTLE_ENDIAN);
    clear();
  }

  static WaveformPeaks open(Path file, int stems) throws IOException {
    return new WaveformPeaks(
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE), stems);
  }

  /**
   * Keeps the whole blocks of the first {@code frames} frames.
   *
   * @return how many frames these are; those behind must be added again
   */
  long keep(long frames) throws IOException {
    long blocks = Math.min(channel.size() / block.capacity(), frames / BLOCK_FRAMES);
    channel.truncate(blocks * block.capacity());
    channel.position(blocks * block.capacity());
    return blocks * BLOCK_FRAMES;
  }

  /**
   * @param frames interleaved frames of all stems
   */
  void add(float[] frames, int count) throws IOException {
    for (int done = 0; done < count; ) {
      int part = Math.min(BLOCK_FRAMES - framesInBlock, count - done);
      for (int stem = 0; stem < stems; stem++) {
        add(stem, frames, done * 2 * stems, part);
      }
      done += part;
      framesInBlock += part;
      if (framesInBlock == BLOCK_FRAMES) {
        write();
      }
    }
  }

  private void add(int stem, float[] frames, int start, int count) {
    int step = 2 * stems;
    float low = lowest[stem];
    float high = highest[stem];
    int at = start + 2 * stem;
    for (int i = 0; i < count; i++) {
      float left = frames[at];
      float right = frames[at + 1];
      low = left < low ? left : low;
      low = right < low ? right : low;
      high = left > high ? left : high;
      high = right > high ? right : high;
      at += step;
    }
    lowest[stem] = low;
    highest[stem] = high;
  }

  private void write() throws IOException {
    block.clear();
    for (int stem = 0; stem < stems; stem++) {
      block.putShort(int16(lowest[stem])).putShort(int16(highest[stem]));
    }
    block.flip();
    while (block.hasRemaining()) {
      channel.write(block);
    }
    clear();
  }

  private static short int16(float sample) {
    return (short) Math.round(Math.clamp(sample, -1f, 1f) * Short.MAX_VALUE);
  }

  private void clear() {
    Arrays.fill(lowest, Float.POSITIVE_INFINITY);
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    framesInBlock = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
