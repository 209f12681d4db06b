package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Puts interleaved stereo float samples into an encoder's frame. Integers are rounded to the
 * nearest, half to even as in ffmpeg (24 bits in the upper part of 32), and saturate, NaN becomes
 * 0; float stays as it is. A loop for each kind of sample, without a call in it: the worker's
 * compiler does not vectorise, and what it does with a call costs more than the sample.
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
        toShorts(samples, first, step, part);
        plane.asShortBuffer().put(at + done, shorts, 0, part);
      } else if (encoding.bits() == 0) {
        toBits(samples, first, step, part);
        plane.asIntBuffer().put(at + done, ints, 0, part);
      } else {
        toInts(samples, first, step, part);
        plane.asIntBuffer().put(at + done, ints, 0, part);
      }
    }
  }

  private void toBits(float[] samples, int first, int step, int count) {
    int[] into = ints;
    int from = first;
    for (int i = 0; i < count; i++) {
      into[i] = Float.floatToRawIntBits(samples[from]);
      from += step;
    }
  }

  private void toShorts(float[] samples, int first, int step, int count) {
    short[] into = shorts;
    double most = Short.MAX_VALUE;
    double least = Short.MIN_VALUE;
    int from = first;
    for (int i = 0; i < count; i++) {
      double sample = samples[from] * -least;
      sample = sample > most ? most : sample < least ? least : sample;
      into[i] = (short) (sample + Samples.ROUNDS - Samples.ROUNDS);
      from += step;
    }
  }

  private void toInts(float[] samples, int first, int step, int count) {
    int[] into = ints;
    double least = -(1 << (encoding.bits() - 1));
    double most = -least - 1;
    int unused = Integer.SIZE - encoding.bits();
    int from = first;
    for (int i = 0; i < count; i++) {
      double sample = samples[from] * -least;
      sample = sample > most ? most : sample < least ? least : sample;
      into[i] = (int) (sample + Samples.ROUNDS - Samples.ROUNDS) << unused;
      from += step;
    }
  }
}
