package app.headroom.audio;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** A file of the spool at any sample rate. */
final class SpoolStream implements FrameStream {

  private static final int CHUNK_FRAMES = 4096;

  private final FloatFile file;
  private final int channels;
  private final long frames;
  private final @Nullable Resampler resampler;
  private final BytePointer in;
  private final FloatBuffer inView;
  private final PointerPointer<Pointer> inPlanes = new PointerPointer<>(1);
  private final float[] chunk;
  private FloatBuffer converted = FloatBuffer.allocate(0);
  private long position;

  private SpoolStream(FloatFile file, int channels, @Nullable Resampler resampler)
      throws IOException {
    this.file = file;
    this.channels = channels;
    this.frames = file.size() / channels;
    this.resampler = resampler;
    int floats = resampler == null ? 0 : CHUNK_FRAMES * channels;
    this.in = new BytePointer((long) Math.max(floats, 1) * Float.BYTES);
    this.inView = in.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    this.chunk = new float[floats];
    inPlanes.put(0, in);
  }

  /** Of all stems, frame after frame. */
  static SpoolStream ofStems(Spool spool, int stems, int rateHz) throws IOException {
    return open(spool.stems(), Spool.sampleBytes(stems), 2 * stems, rateHz);
  }

  static SpoolStream ofSource(Spool spool, int rateHz) throws IOException {
    return open(spool.source(), Float.BYTES, 2, rateHz);
  }

  private static SpoolStream open(Path path, int sampleBytes, int channels, int rateHz)
      throws IOException {
    Resampler resampler = rateHz == Spool.SAMPLE_RATE_HZ ? null : resampler(channels, rateHz);
    try {
      FloatFile file = FloatFile.open(path, sampleBytes, StandardOpenOption.READ);
      return new SpoolStream(file, channels, resampler);
    } catch (IOException e) {
      if (resampler != null) {
        resampler.close();
      }
      throw e;
    }
  }

  private static Resampler resampler(int channels, int rateHz) throws IOException {
    Ffmpeg.load();
    try (AVChannelLayout layout = new AVChannelLayout()) {
      // Channels without places: there is nothing to mix between them.
      layout.order(avutil.AV_CHANNEL_ORDER_UNSPEC).nb_channels(channels);
      return Resampler.open(layout, avutil.AV_SAMPLE_FMT_FLT, Spool.SAMPLE_RATE_HZ, layout, rateHz);
    }
  }

  @Override
  public void read(float[] into, int count) throws IOException {
    int wanted = count * channels;
    int done = resampler == null ? readPlain(into, count) : readConverted(resampler, into, wanted);
    Arrays.fill(into, done, wanted, 0);
  }

  private int readPlain(float[] into, int count) throws IOException {
    int part = (int) Math.min(count, frames - position);
    file.read(position * channels, into, 0, part * channels);
    position += part;
    return part * channels;
  }

  private int readConverted(Resampler rate, float[] into, int wanted) throws IOException {
    int done = 0;
    while (done < wanted) {
      if (!converted.hasRemaining()) {
        converted = convert(rate);
        if (!converted.hasRemaining()) {
          return done;
        }
      }
      int part = Math.min(wanted - done, converted.remaining());
      converted.get(into, done, part);
      done += part;
    }
    return done;
  }

  /** The next frames, or none at the end. */
  private FloatBuffer convert(Resampler rate) throws IOException {
    FloatBuffer out = converted;
    while (!out.hasRemaining() && position < frames) {
      int part = readPlain(chunk, CHUNK_FRAMES);
      inView.clear().put(chunk, 0, part);
      out = rate.convert(inPlanes, part / channels);
    }
    return out.hasRemaining() ? out : rate.convert((PointerPointer<?>) null, 0);
  }

  @Override
  public void close() throws IOException {
    if (resampler != null) {
      resampler.close();
    }
    inPlanes.close();
    in.close();
    file.close();
  }
}
