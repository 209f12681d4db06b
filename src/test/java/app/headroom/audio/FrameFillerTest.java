package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.OutputFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameFillerTest {

  private static final int FRAMES = 5000;
  private static final int FIRST = 3;

  @ParameterizedTest
  @EnumSource
  void integersAreRoundedHalfToEvenAndSaturate(OutputFormat format) {
    Ffmpeg.load();
    Encoding encoding = Encoding.of(format);
    float[] samples = samples(encoding.bits());
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      expected.add(expected(samples[i], encoding.bits()));
    }

    assertThat(filled(encoding, samples)).isEqualTo(expected);
  }

  private static float[] samples(int bits) {
    Random random = new Random(1);
    float[] samples = new float[2 * FRAMES];
    float[] special = {0, -0.0f, 1, -1, 1.5f, -7, Float.NaN, 1e30f, Float.NEGATIVE_INFINITY};
    double full = 1 << Math.max(bits - 1, 15);
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          switch (random.nextInt(4)) {
            case 0 -> special[random.nextInt(special.length)];
            case 1 -> (float) ((random.nextInt(100_000) - 50_000 + 0.5) / full);
            default -> (float) random.nextGaussian();
          };
    }
    return samples;
  }

  private static int expected(float sample, int bits) {
    if (bits == 0) {
      return Float.floatToRawIntBits(sample);
    }
    double full = 1L << (bits - 1);
    long nearest = (long) Math.rint(sample * full);
    return (int) Math.clamp(nearest, -(long) full, (long) full - 1);
  }

  /** In two parts, as when a chunk ends within a frame; without the unused bits. */
  private static List<Integer> filled(Encoding encoding, float[] samples) {
    AVFrame frame = avutil.av_frame_alloc();
    try {
      frame.format(encoding.sampleFormat());
      frame.nb_samples(FRAMES);
      avutil.av_channel_layout_default(frame.ch_layout(), 2);
      assertThat(avutil.av_frame_get_buffer(frame, 0)).isZero();
      FrameFiller filler = new FrameFiller(encoding);
      filler.attach(frame, FRAMES);
      filler.fill(samples, 0, 0, FIRST);
      filler.fill(samples, FIRST, FIRST, FRAMES - FIRST);
      boolean planar = avutil.av_sample_fmt_is_planar(encoding.sampleFormat()) != 0;
      int bytes = avutil.av_get_bytes_per_sample(encoding.sampleFormat());
      List<Integer> filled = new ArrayList<>();
      for (int i = 0; i < 2 * FRAMES; i++) {
        ByteBuffer plane =
            frame
                .data(planar ? i % 2 : 0)
                .capacity((planar ? 1L : 2L) * FRAMES * bytes)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
        int at = planar ? i / 2 : i;
        int sample = bytes == 2 ? plane.getShort(2 * at) : plane.getInt(4 * at);
        filled.add(encoding.bits() == 24 ? sample >> 8 : sample);
      }
      return filled;
    } finally {
      avutil.av_frame_free(frame);
    }
  }
}
