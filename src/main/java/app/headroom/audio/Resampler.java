package app.headroom.audio;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Sample format, rate and channels through swresample with its default settings, to interleaved
 * float32. One thread; its owner closes it.
 */
final class Resampler implements AutoCloseable {

  private final SwrContext context;
  private final int outChannels;
  private final PointerPointer<Pointer> outPlanes = new PointerPointer<>(1);
  private BytePointer out = new BytePointer();
  private FloatBuffer outView = FloatBuffer.allocate(0);

  private Resampler(SwrContext context, int outChannels) {
    this.context = context;
    this.outChannels = outChannels;
  }

  /**
   * @param sampleFormat ffmpeg's {@code AV_SAMPLE_FMT_...}
   */
  static Resampler open(
      AVChannelLayout inLayout,
      int sampleFormat,
      int inRateHz,
      AVChannelLayout outLayout,
      int outRateHz)
      throws FfmpegException {
    SwrContext context = new SwrContext(null);
    try {
      Ffmpeg.check(
          swresample.swr_alloc_set_opts2(
              context,
              outLayout,
              avutil.AV_SAMPLE_FMT_FLT,
              outRateHz,
              inLayout,
              sampleFormat,
              inRateHz,
              0,
              null),
          "setting the resampler");
      Ffmpeg.check(swresample.swr_init(context), "starting the resampler");
      return new Resampler(context, outLayout.nb_channels());
    } catch (FfmpegException e) {
      swresample.swr_free(context);
      throw e;
    }
  }

  /**
   * @param planes as in {@code AVFrame.extended_data}, or null for the end: what the filter still
   *     holds comes out, and the resampler is done
   * @return the frames that came out; a view that is valid until the next call
   */
  FloatBuffer convert(@Nullable PointerPointer<?> planes, int frames) throws IOException {
    int room = Ffmpeg.check(swresample.swr_get_out_samples(context, frames), "resampling") + 64;
    if (room * outChannels > outView.capacity()) {
      out.close();
      out = new BytePointer((long) room * outChannels * Float.BYTES);
      outPlanes.put(0, out);
      outView = out.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
    int converted =
        Ffmpeg.check(
            swresample.swr_convert(
                context, outPlanes, outView.capacity() / outChannels, planes, frames),
            "resampling");
    return outView.slice(0, converted * outChannels);
  }

  @Override
  public void close() {
    swresample.swr_free(context);
    outPlanes.close();
    out.close();
  }
}
