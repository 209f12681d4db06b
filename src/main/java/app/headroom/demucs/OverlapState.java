package app.headroom.demucs;

import app.headroom.job.SegmentLength;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The place in a song between two segments: how far it is done, and what the segments so far have
 * added to the frames after that. Saved and read back it goes on with exactly the same result.
 *
 * <p>The saved form, little-endian: the ASCII letters {@code HROS}, a version (int), the number of
 * channels (int), of carried frames (int), the next frame (long); for each carried frame the
 * weighted sum of each channel, then for each the sum of weights (floats); CRC-32C of all that
 * (int).
 */
public final class OverlapState {

  private static final int MAGIC = 0x534F5248;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 24;
  private static final int MAX_CARRIED_FRAMES = SegmentLength.LONGEST.frames();
  private static final int BLOCK_FRAMES = 4096;
  private static final int AUDIO_CHANNELS = 2;

  private final int channels;
  private long nextFrame;
  private int carriedFrames;
  private float[] sums;
  private float[] weights;

  private OverlapState(int channels, long nextFrame, int carriedFrames) {
    this.channels = channels;
    this.nextFrame = nextFrame;
    this.carriedFrames = carriedFrames;
    this.sums = new float[channels * carriedFrames];
    this.weights = new float[carriedFrames];
  }

  /** The beginning of a song. */
  public static OverlapState atStart(int stems) {
    return new OverlapState(AUDIO_CHANNELS * stems, 0, 0);
  }

  /** All frames before this one are final. */
  public long nextFrame() {
    return nextFrame;
  }

  public int stems() {
    return channels / AUDIO_CHANNELS;
  }

  // ---- adding

  /**
   * Adds a chunk that begins at the next frame, and hands the frames that are final to the sink.
   *
   * @param stride how many frames after this chunk's beginning the next one begins
   */
  void add(Chunk chunk, int stride, MixLevel level, StemSink sink) throws IOException {
    int reach = Math.max(chunk.frames(), carriedFrames);
    int complete = Math.min(stride, chunk.frames());
    grow(reach - complete);
    float[] sum = new float[channels * BLOCK_FRAMES];
    float[] weight = new float[BLOCK_FRAMES];
    float[] channel = new float[BLOCK_FRAMES];
    float[] triangle = new float[BLOCK_FRAMES];
    int block;
    for (int from = 0; from < reach; from += block) {
      boolean alone = from >= carriedFrames;
      int limit = from < complete ? complete : reach;
      block = Math.min(BLOCK_FRAMES, (alone ? limit : Math.min(limit, carriedFrames)) - from);
      if (alone && from < complete) {
        take(chunk, from, block, level, sum, channel);
        sink.append(sum, block);
        continue;
      }
      loadCarried(from, block, sum, weight);
      int inChunk = Math.min(block, chunk.frames() - from);
      chunk.readWeights(from, triangle, inChunk);
      addWeighted(chunk, from, inChunk, triangle, sum, weight, channel);
      if (from < complete) {
        finish(sum, weight, block, level);
        sink.append(sum, block);
      } else {
        int to = from - complete;
        System.arraycopy(sum, 0, sums, channels * to, channels * block);
        System.arraycopy(weight, 0, weights, to, block);
      }
    }
    carriedFrames = reach - complete;
    nextFrame += complete;
  }

  /** Frames that are of this chunk only, whose weight there would not matter. */
  private void take(
      Chunk chunk, int from, int count, MixLevel level, float[] samples, float[] channel) {
    for (int c = 0; c < channels; c++) {
      chunk.read(c, from, channel, count);
      for (int i = 0, at = c; i < count; i++, at += channels) {
        samples[at] = level.denormalised(channel[i]);
      }
    }
  }

  private void loadCarried(int from, int block, float[] sum, float[] weight) {
    int carried = Math.clamp(carriedFrames - from, 0, block);
    System.arraycopy(sums, Math.min(channels * from, sums.length), sum, 0, channels * carried);
    System.arraycopy(weights, Math.min(from, weights.length), weight, 0, carried);
    Arrays.fill(sum, channels * carried, channels * block, 0);
    Arrays.fill(weight, carried, block, 0);
  }

  private void addWeighted(
      Chunk chunk,
      int from,
      int count,
      float[] triangle,
      float[] sum,
      float[] weight,
      float[] channel) {
    for (int i = 0; i < count; i++) {
      weight[i] += triangle[i];
    }
    for (int c = 0; c < channels && count > 0; c++) {
      chunk.read(c, from, channel, count);
      for (int i = 0, at = c; i < count; i++, at += channels) {
        sum[at] += triangle[i] * channel[i];
      }
    }
  }

  /** From weighted sums to samples. */
  private void finish(float[] sum, float[] weight, int count, MixLevel level) {
    for (int i = 0, at = 0; i < count; i++) {
      float weights = weight[i];
      for (int end = at + channels; at < end; at++) {
        sum[at] = level.denormalised(sum[at] / weights);
      }
    }
  }

  private void grow(int frames) {
    if (weights.length < frames) {
      sums = Arrays.copyOf(sums, channels * frames);
      weights = Arrays.copyOf(weights, frames);
    }
  }

  // ---- saving

  /** Writes everything; the caller puts it on the disk. */
  public void save(WritableByteChannel target) throws IOException {
    var crc = new CRC32C();
    ByteBuffer header =
        littleEndian(HEADER_BYTES)
            .putInt(MAGIC)
            .putInt(VERSION)
            .putInt(channels)
            .putInt(carriedFrames)
            .putLong(nextFrame)
            .flip();
    write(target, header, crc);
    write(target, sums, channels * carriedFrames, crc);
    write(target, weights, carriedFrames, crc);
    ByteBuffer sum = littleEndian(Integer.BYTES).putInt((int) crc.getValue()).flip();
    write(target, sum, new CRC32C());
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException if it is not that, not whole, or for another number of stems
   */
  public static OverlapState restore(ReadableByteChannel source, int stems) throws IOException {
    var crc = new CRC32C();
    ByteBuffer header = littleEndian(HEADER_BYTES);
    read(source, header, crc);
    if (header.getInt() != MAGIC || header.getInt() != VERSION) {
      throw new IOException("this is no saved place in a song");
    }
    int channels = header.getInt();
    int carriedFrames = header.getInt();
    long nextFrame = header.getLong();
    if (channels != AUDIO_CHANNELS * stems
        || carriedFrames < 0
        || carriedFrames > MAX_CARRIED_FRAMES
        || nextFrame < 0) {
      throw new IOException("the saved place in the song is damaged");
    }
    var state = new OverlapState(channels, nextFrame, carriedFrames);
    read(source, state.sums, crc);
    read(source, state.weights, crc);
    ByteBuffer sum = littleEndian(Integer.BYTES);
    read(source, sum, new CRC32C());
    if (sum.getInt() != (int) crc.getValue()) {
      throw new IOException("the saved place in the song is damaged");
    }
    return state;
  }

  private static void write(WritableByteChannel target, float[] values, int count, CRC32C crc)
      throws IOException {
    ByteBuffer block = littleEndian(BLOCK_FRAMES * Float.BYTES);
    for (int from = 0; from < count; from += BLOCK_FRAMES) {
      int part = Math.min(BLOCK_FRAMES, count - from);
      block.clear().asFloatBuffer().put(values, from, part);
      write(target, block.limit(part * Float.BYTES), crc);
    }
  }

  private static void write(WritableByteChannel target, ByteBuffer bytes, CRC32C crc)
      throws IOException {
    crc.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  private static void read(ReadableByteChannel source, float[] values, CRC32C crc)
      throws IOException {
    ByteBuffer block = littleEndian(BLOCK_FRAMES * Float.BYTES);
    for (int from = 0; from < values.length; from += BLOCK_FRAMES) {
      int part = Math.min(BLOCK_FRAMES, values.length - from);
      read(source, block.clear().limit(part * Float.BYTES), crc);
      block.asFloatBuffer().get(values, from, part);
    }
  }

  private static void read(ReadableByteChannel source, ByteBuffer bytes, CRC32C crc)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (source.read(bytes) < 0) {
        throw new EOFException("the saved place in the song is cut off");
      }
    }
    bytes.flip();
    crc.update(bytes.duplicate());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
