package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Puts interleaved stereo float samples into an encoder's frame. Integers are rounded to the
 * nearest (24 bits in the upper part of 32) and saturate; float stays as it is.
 */
final class FrameFiller {

  private static final int BLOCK_SAMPLES = 2048;

  private final Encoding encoding;
  private final boolean planar;
  private final int sampleBytes;
  private final ByteBuffer[] planes;
  private final short[] shorts = new short[BLOCK_SAMPLES];
  private final int[] ints = new int[BLOCK_SAMPLES];

  FrameFiller(Encoding encoding) {
    this.encoding = encoding;
    this.planar = avutil.av_sample_fmt_is_planar(encoding.sampleFormat()) != 0;
    this.sampleBytes = avutil.av_get_bytes_per_sample(encoding.sampleFormat());
    this.planes = new ByteBuffer[planar ? 2 : 1];
  }

  /** The frame to fill from now on. */
  void attach(AVFrame frame, int frames) {
    for (int plane = 0; plane < planes.length; plane++) {
      long bytes = (long) frames * sampleBytes * (planar ? 1 : 2);
      planes[plane] =
          frame.data(plane).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    }
  }

  /**
   * @param from first frame in {@code samples}
   * @param at first frame in the encoder's frame
   */
  void fill(float[] samples, int from, int at, int count) {
    if (planar) {
      for (int side = 0; side < planes.length; side++) {
        put(samples, 2 * from + side, 2, planes[side], at, count);
      }
    } else {
      put(samples, 2 * from, 1, planes[0], 2 * at, 2 * count);
    }
  }

  /**
   * Block by block: memory outside of the heap is slow to reach sample by sample.
   *
   * @param step from each sample to the next
   */
  private void put(float[] samples, int from, int step, ByteBuffer plane, int at, int count) {
    for (int done = 0; done < count; done += BLOCK_SAMPLES) {
      int part = Math.min(BLOCK_SAMPLES, count - done);
      int first = from + done * step;
      if (encoding.sampleFormat() == AV_SAMPLE_FMT_S16) {
        for (int i = 0; i < part; i++) {
          shorts[i] = (short) quantised(samples[first + i * step], 16);
        }
        plane.asShortBuffer().put(at + done, shorts, 0, part);
      } else {
        for (int i = 0; i < part; i++) {
          ints[i] = bits(samples[first + i * step], encoding.bits());
        }
        plane.asIntBuffer().put(at + done, ints, 0, part);
      }
    }
  }

  private static int bits(float sample, int bits) {
    return bits == 0
        ? Float.floatToRawIntBits(sample)
        : quantised(sample, bits) << (Integer.SIZE - bits);
  }

  /** To the nearest integer of that many bits, half to even as in ffmpeg; NaN becomes 0. */
  static int quantised(float sample, int bits) {
    int full = 1 << (bits - 1);
    double nearest = Samples.nearest((double) sample * full);
    return nearest >= full ? full - 1 : nearest < -full ? -full : (int) nearest;
  }
}
