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

  private final Encoding encoding;
  private final boolean planar;
  private final int sampleBytes;
  private final ByteBuffer[] planes;

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
    for (int i = 0; i < count; i++) {
      for (int side = 0; side < 2; side++) {
        float sample = samples[2 * (from + i) + side];
        ByteBuffer plane = planes[planar ? side : 0];
        int index = (planar ? at + i : 2 * (at + i) + side) * sampleBytes;
        if (encoding.bits() == 0) {
          plane.putFloat(index, sample);
        } else if (encoding.sampleFormat() == AV_SAMPLE_FMT_S16) {
          plane.putShort(index, (short) quantised(sample, 16));
        } else {
          plane.putInt(index, quantised(sample, encoding.bits()) << (32 - encoding.bits()));
        }
      }
    }
  }

  /** To the nearest integer of that many bits, half to even as in ffmpeg; NaN becomes 0. */
  static int quantised(float sample, int bits) {
    int full = 1 << (bits - 1);
    return (int) Math.clamp(Math.rint((double) sample * full), -full, full - 1.0);
  }
}
