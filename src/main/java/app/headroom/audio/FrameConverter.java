package app.headroom.audio;

import java.io.IOException;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded frames of any format, rate and channels, which may change on the way, to mono or stereo
 * of one rate. One thread; its owner closes it, but not the output.
 */
final class FrameConverter implements AutoCloseable {

  private static final int MAX_CHANNELS = 8;

  private final FrameSink output;
  private final int outRateHz;
  private final AVChannelLayout layout = new AVChannelLayout();
  private final AVChannelLayout outLayout = new AVChannelLayout();
  private @Nullable Resampler resampler;
  private int sampleFormat;
  private int rateHz;
  private long sourceFrames;
  private long nonFiniteSamples;

  FrameConverter(FrameSink output, int outRateHz) {
    this.output = output;
    this.outRateHz = outRateHz;
  }

  void accept(AVFrame frame) throws IOException, AudioException {
    if (frame.nb_samples() <= 0) {
      return;
    }
    Resampler current = resampler;
    if (current == null || changed(frame)) {
      finish();
      current = open(frame);
    }
    nonFiniteSamples += Samples.zeroNonFinite(frame);
    sourceFrames += frame.nb_samples();
    write(current.convert(frame.extended_data(), frame.nb_samples()));
  }

  private boolean changed(AVFrame frame) {
    return frame.format() != sampleFormat
        || frame.sample_rate() != rateHz
        || avutil.av_channel_layout_compare(frame.ch_layout(), layout) != 0;
  }

  private Resampler open(AVFrame frame) throws AudioException {
    sampleFormat = frame.format();
    rateHz = frame.sample_rate();
    if (!MediaInput.isPlausibleRate(rateHz)) {
      throw Unreadable.rate(rateHz);
    }
    avutil.av_channel_layout_copy(layout, frame.ch_layout());
    int channels = layout.nb_channels();
    if (channels > MAX_CHANNELS) {
      throw Unreadable.channels(channels);
    }
    avutil.av_channel_layout_default(outLayout, channels == 1 ? 1 : 2);
    try (AVChannelLayout usual = new AVChannelLayout()) {
      avutil.av_channel_layout_default(usual, channels);
      boolean named = layout.order() != avutil.AV_CHANNEL_ORDER_UNSPEC && channels > 1;
      try {
        resampler =
            Resampler.open(named ? layout : usual, sampleFormat, rateHz, outLayout, outRateHz);
      } catch (FfmpegException e) {
        // A layout that cannot be mixed down is taken for the usual one of as many channels.
        resampler = Resampler.open(usual, sampleFormat, rateHz, outLayout, outRateHz);
      }
      return resampler;
    } catch (FfmpegException e) {
      throw Unreadable.channels(channels);
    }
  }

  /** Lets out what the resampler still holds. */
  void finish() throws IOException, AudioException {
    Resampler current = resampler;
    if (current == null) {
      return;
    }
    FloatBuffer rest = current.convert((PointerPointer<?>) null, 0);
    while (rest.hasRemaining()) {
      write(rest);
      rest = current.convert((PointerPointer<?>) null, 0);
    }
    current.close();
    resampler = null;
  }

  /**
   * A handful of samples at another rate are fewer than the resampler's filter needs to put out
   * anything; the song they are is silence of their length.
   */
  void fillIfTooShort() throws IOException, AudioException {
    if (output.frames() == 0 && sourceFrames > 0) {
      long frames = Math.ceilDiv(sourceFrames * outRateHz, rateHz);
      output.append(FloatBuffer.allocate(2 * Math.toIntExact(frames)), 2);
    }
  }

  private void write(FloatBuffer samples) throws IOException, AudioException {
    output.append(samples, outLayout.nb_channels());
  }

  /** Decoded frames, at the source's own rate. */
  long sourceFrames() {
    return sourceFrames;
  }

  /** Samples that were set to 0 before they were converted. */
  long nonFiniteSamples() {
    return nonFiniteSamples;
  }

  @Override
  public void close() {
    if (resampler != null) {
      resampler.close();
    }
    avutil.av_channel_layout_uninit(layout);
    layout.close();
    outLayout.close();
  }
}
