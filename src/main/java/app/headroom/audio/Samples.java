package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBLP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Rounds samples, and keeps NaN and infinities out: a single one would spread through resampler and
 * network.
 */
final class Samples {

  /**
   * Of numbers up to a fourth of it, added to it, all that is left is what is whole. For loops that
   * know their numbers to be small, in place of {@link #nearest}.
   */
  static final double ROUNDS = 0x1.8p52;

  private static final double MOST_ROUNDED = 0x1p51;

  private Samples() {}

  /**
   * As {@link Math#rint} (but never minus zero), which takes ten times as long where the compiler
   * has no instruction for it.
   */
  static double nearest(double value) {
    return Math.abs(value) < MOST_ROUNDED ? value + ROUNDS - ROUNDS : Math.rint(value);
  }

  /** Sets them to 0 and counts them. */
  static int zeroNonFinite(float[] samples, int count) {
    int bad = 0;
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(samples[i])) {
        samples[i] = 0;
        bad++;
      }
    }
    return bad;
  }

  /** Sets them to 0 in a decoded frame of floats or doubles and counts them. */
  static int zeroNonFinite(AVFrame frame) throws FfmpegException {
    int format = frame.format();
    boolean isFloat = format == AV_SAMPLE_FMT_FLT || format == AV_SAMPLE_FMT_FLTP;
    boolean isDouble = format == AV_SAMPLE_FMT_DBL || format == AV_SAMPLE_FMT_DBLP;
    if ((!isFloat && !isDouble) || !hasNonFinite(frame, isFloat)) {
      return 0;
    }
    Ffmpeg.check(avutil.av_frame_make_writable(frame), "copying a frame");
    int bad = 0;
    for (int plane = 0; plane < planes(frame); plane++) {
      ByteBuffer samples = plane(frame, plane);
      if (isFloat) {
        FloatBuffer floats = samples.asFloatBuffer();
        for (int i = 0; i < floats.limit(); i++) {
          if (!Float.isFinite(floats.get(i))) {
            floats.put(i, 0);
            bad++;
          }
        }
      } else {
        DoubleBuffer doubles = samples.asDoubleBuffer();
        for (int i = 0; i < doubles.limit(); i++) {
          if (!Float.isFinite((float) doubles.get(i))) {
            doubles.put(i, 0);
            bad++;
          }
        }
      }
    }
    return bad;
  }

  private static boolean hasNonFinite(AVFrame frame, boolean isFloat) {
    for (int plane = 0; plane < planes(frame); plane++) {
      ByteBuffer samples = plane(frame, plane);
      // What is not finite times 0 is NaN, and NaN stays in a sum.
      double zero = 0;
      if (isFloat) {
        FloatBuffer floats = samples.asFloatBuffer();
        for (int i = 0; i < floats.limit(); i++) {
          zero += 0 * floats.get(i);
        }
      } else {
        DoubleBuffer doubles = samples.asDoubleBuffer();
        for (int i = 0; i < doubles.limit(); i++) {
          zero += 0 * (float) doubles.get(i);
        }
      }
      if (Double.isNaN(zero)) {
        return true;
      }
    }
    return false;
  }

  private static int planes(AVFrame frame) {
    return avutil.av_sample_fmt_is_planar(frame.format()) != 0
        ? frame.ch_layout().nb_channels()
        : 1;
  }

  private static ByteBuffer plane(AVFrame frame, int plane) {
    boolean planar = avutil.av_sample_fmt_is_planar(frame.format()) != 0;
    long bytes =
        (long) frame.nb_samples()
            * avutil.av_get_bytes_per_sample(frame.format())
            * (planar ? 1 : frame.ch_layout().nb_channels());
    BytePointer data = frame.extended_data(plane);
    return data.capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
