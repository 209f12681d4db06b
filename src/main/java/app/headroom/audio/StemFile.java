package app.headroom.audio;

import app.headroom.job.OutputFormat;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * One stem file being written: samples at 44.1 kHz in, resampled if need be, exactly as many frames
 * out as asked for. One thread; its owner calls {@link #finish} and closes it in any case.
 */
final class StemFile implements AutoCloseable {

  private static final int CHUNK_FRAMES = 4096;

  private final FileEncoder encoder;
  private final @Nullable Resampler resampler;
  private final BytePointer in = new BytePointer(CHUNK_FRAMES * 2L * Float.BYTES);
  private final PointerPointer<Pointer> inPlanes = new PointerPointer<>(1);
  private final FloatBuffer inView =
      in.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  private final float[] out = new float[2 * CHUNK_FRAMES];
  private long missingFrames;

  private StemFile(FileEncoder encoder, @Nullable Resampler resampler, long frames) {
    this.encoder = encoder;
    this.resampler = resampler;
    this.missingFrames = frames;
    inPlanes.put(0, in);
  }

  /**
   * @param frames of the file, at {@code rateHz}
   * @param tags for the container to write by itself
   * @param tagBytes room to leave for tags that are written later
   */
  static StemFile create(
      Path file,
      OutputFormat format,
      int rateHz,
      long frames,
      Map<String, String> tags,
      int tagBytes)
      throws FfmpegException {
    Resampler resampler = null;
    if (rateHz != Spool.SAMPLE_RATE_HZ) {
      Ffmpeg.load();
      try (AVChannelLayout stereo = new AVChannelLayout()) {
        avutil.av_channel_layout_default(stereo, 2);
        resampler =
            Resampler.open(stereo, avutil.AV_SAMPLE_FMT_FLT, Spool.SAMPLE_RATE_HZ, stereo, rateHz);
      }
    }
    try {
      FileEncoder encoder =
          FileEncoder.create(
              file, Encoding.of(format), rateHz, muxerOptions(format, rateHz, tagBytes), tags);
      return new StemFile(encoder, resampler, frames);
    } catch (FfmpegException e) {
      if (resampler != null) {
        resampler.close();
      }
      throw e;
    }
  }

  static Map<String, String> muxerOptions(OutputFormat format, int rateHz, int tagBytes) {
    Map<String, String> options = new HashMap<>();
    switch (format) {
      case WAV16, WAV24, WAV32F -> options.put("rf64", "auto");
      // In milliseconds, the default, the edit list could not tell the exact length.
      case AAC, ALAC -> options.put("movie_timescale", Integer.toString(rateHz));
      case MP3, FLAC -> options.put("metadata_header_padding", Integer.toString(tagBytes));
      case OPUS -> {}
    }
    return options;
  }

  /**
   * @param samples interleaved stereo at 44.1 kHz
   */
  void append(float[] samples, int frames) throws IOException {
    if (resampler == null) {
      write(samples, frames);
      return;
    }
    for (int done = 0; done < frames; done += CHUNK_FRAMES) {
      int part = Math.min(frames - done, CHUNK_FRAMES);
      inView.clear().put(samples, 2 * done, 2 * part);
      write(resampler.convert(inPlanes, part));
    }
  }

  private void write(FloatBuffer samples) throws IOException {
    while (samples.hasRemaining()) {
      int part = Math.min(samples.remaining() / 2, CHUNK_FRAMES);
      samples.get(out, 0, 2 * part);
      write(out, part);
    }
  }

  /** The filter's tail can be a frame or two longer than the file is to be. */
  private void write(float[] samples, int frames) throws IOException {
    int part = (int) Math.min(frames, missingFrames);
    encoder.append(samples, part);
    missingFrames -= part;
  }

  void finish() throws IOException {
    if (resampler != null) {
      FloatBuffer rest = resampler.convert((PointerPointer<?>) null, 0);
      while (rest.hasRemaining()) {
        write(rest);
        rest = resampler.convert((PointerPointer<?>) null, 0);
      }
    }
    Arrays.fill(out, 0);
    while (missingFrames > 0) {
      write(out, (int) Math.min(missingFrames, CHUNK_FRAMES));
    }
    encoder.finish();
  }

  @Override
  public void close() {
    encoder.close();
    if (resampler != null) {
      resampler.close();
    }
    inPlanes.close();
    in.close();
  }
}
