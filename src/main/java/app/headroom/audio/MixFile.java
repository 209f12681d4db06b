package app.headroom.audio;

import app.headroom.job.JobId;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * A mix on its way into a file: written beside its target, checked, tagged and moved into place.
 * One thread. Its owner calls {@link #publish} at the end, and closes it in any case; before that
 * nothing lies under the final name, and a close without it leaves nothing behind.
 */
public final class MixFile implements AutoCloseable {

  private static final String ONLY = "mix";
  private static final int TAG_BYTES = 32 * 1024;
  private static final int CHUNK_FRAMES = 4096;

  private final Order order;
  private final Publication publication;
  private final @Nullable CoverArt cover;
  private final int rateHz;
  private final long fileFrames;
  private final long neededBytes;
  private final FileEncoder file;
  private final @Nullable ToRate toRate;
  private final float[] chunk = new float[2 * CHUNK_FRAMES];
  private long missingFrames;
  private boolean published;

  /**
   * @param id names the hidden work folder beside the target
   * @param target absolute
   * @param frames length of the mix at 44.1 kHz
   * @param title the whole title
   * @param spool whose cover is carried
   * @param overwrite whether a file that exists under that name may be replaced
   */
  public record Order(
      JobId id,
      Path target,
      OutputFormat format,
      long frames,
      TrackTags tags,
      String title,
      Spool spool,
      boolean overwrite) {

    private Path folder() {
      return Objects.requireNonNull(target.getParent(), "a file lies in a folder");
    }
  }

  private MixFile(
      Order order,
      Publication publication,
      @Nullable CoverArt cover,
      int rateHz,
      long fileFrames,
      long neededBytes)
      throws FfmpegException {
    this.order = order;
    this.publication = publication;
    this.cover = cover;
    this.rateHz = rateHz;
    this.fileFrames = fileFrames;
    this.neededBytes = neededBytes;
    this.missingFrames = fileFrames;
    this.file =
        FileEncoder.create(
            publication.from(ONLY),
            Encoding.of(order.format),
            rateHz,
            Encoding.muxerOptions(
                order.format, rateHz, TAG_BYTES + (cover == null ? 0 : cover.data().length)),
            byFfmpeg()
                ? TagCarrier.metadata(order.tags, Music.UNKNOWN, cover, order.title)
                : Map.of());
    this.toRate = rateHz == Spool.SAMPLE_RATE_HZ ? null : ToRate.open(rateHz);
  }

  /**
   * @throws AudioException if it cannot be written there
   */
  public static MixFile create(Order order) throws AudioException {
    int rateHz = Encoding.rateHz(order.format, Spool.SAMPLE_RATE_HZ);
    long fileFrames = Math.max(1, order.frames * rateHz / Spool.SAMPLE_RATE_HZ);
    double seconds = order.frames / (double) Spool.SAMPLE_RATE_HZ;
    long neededBytes = Encoding.of(order.format).bytesFor(seconds, rateHz);
    Publisher.check(order.folder(), List.of(order.target), order.overwrite, neededBytes);
    Publication publication =
        Publication.plan(
            order.id,
            order.folder(),
            Map.of(ONLY, order.target),
            order.format.extension(),
            order.overwrite);
    try {
      publication.createWorkFolder();
      return new MixFile(
          order, publication, CoverArt.of(order.spool), rateHz, fileFrames, neededBytes);
    } catch (IOException e) {
      Publisher.abandon(publication);
      throw WriteErrors.failure(order.folder(), neededBytes, e);
    } catch (RuntimeException e) {
      Publisher.abandon(publication);
      throw e;
    }
  }

  /**
   * Deletes what a mix left behind whose writer was killed. Nothing else is touched: the work
   * folder bears the mix's own id, and a file that has its final name is complete and stays.
   *
   * @param target as it was ordered
   */
  public static void sweep(JobId id, Path target) throws IOException {
    Path folder = Objects.requireNonNull(target.getParent(), "a file lies in a folder");
    Publisher.sweep(Publication.workFolder(id, folder), target);
  }

  private boolean byFfmpeg() {
    return StemExport.taggedByFfmpeg(order.format, fileFrames);
  }

  /**
   * @param stereo interleaved at 44.1 kHz
   */
  public void append(float[] stereo, int frames) throws AudioException {
    try {
      for (int done = 0; done < frames; done += CHUNK_FRAMES) {
        int part = Math.min(frames - done, CHUNK_FRAMES);
        System.arraycopy(stereo, 2 * done, chunk, 0, 2 * part);
        if (toRate == null) {
          write(part);
        } else {
          write(toRate.convert(chunk, part));
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void write(FloatBuffer samples) throws IOException {
    while (samples.hasRemaining()) {
      int part = Math.min(samples.remaining() / 2, CHUNK_FRAMES);
      samples.get(chunk, 0, 2 * part);
      write(part);
    }
  }

  /** The filter's tail can be a frame or two longer than the file is to be. */
  private void write(int frames) throws IOException {
    int part = (int) Math.min(frames, missingFrames);
    file.append(chunk, part);
    missingFrames -= part;
  }

  private void finish() throws IOException {
    if (toRate != null) {
      for (FloatBuffer rest = toRate.rest(); rest.hasRemaining(); rest = toRate.rest()) {
        write(rest);
      }
    }
    Arrays.fill(chunk, 0);
    while (missingFrames > 0) {
      write((int) Math.min(missingFrames, CHUNK_FRAMES));
    }
    file.finish();
  }

  /** From 44.1 kHz to what the format knows. */
  private record ToRate(
      Resampler resampler, BytePointer in, PointerPointer<Pointer> planes, FloatBuffer view) {

    static ToRate open(int rateHz) throws FfmpegException {
      try (AVChannelLayout stereo = new AVChannelLayout()) {
        avutil.av_channel_layout_default(stereo, 2);
        BytePointer in = new BytePointer(CHUNK_FRAMES * 2L * Float.BYTES);
        PointerPointer<Pointer> planes = new PointerPointer<>(1);
        planes.put(0, in);
        return new ToRate(
            Resampler.open(stereo, avutil.AV_SAMPLE_FMT_FLT, Spool.SAMPLE_RATE_HZ, stereo, rateHz),
            in,
            planes,
            in.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer());
      }
    }

    FloatBuffer convert(float[] stereo, int frames) throws IOException {
      view.clear().put(stereo, 0, 2 * frames);
      return resampler.convert(planes, frames);
    }

    FloatBuffer rest() throws IOException {
      return resampler.convert((PointerPointer<?>) null, 0);
    }

    void close() {
      resampler.close();
      planes.close();
      in.close();
    }
  }

  /** Ends the file, checks and tags it, and gives it its name. */
  public void publish() throws AudioException {
    Path made = publication.from(ONLY);
    try {
      finish();
      check(made);
      if (!byFfmpeg()) {
        TagCarrier.write(made, order.format, order.tags, Music.UNKNOWN, cover, order.title);
        check(made);
      }
      try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw failure(e);
    }
    Publisher.publish(publication);
    published = true;
  }

  private void check(Path made) throws IOException {
    StemCheck.check(made, Encoding.of(order.format), rateHz, fileFrames);
  }

  private AudioException failure(IOException e) {
    return WriteErrors.failure(order.folder(), neededBytes, e);
  }

  @Override
  public void close() {
    file.close();
    if (toRate != null) {
      toRate.close();
    }
    if (!published) {
      Publisher.abandon(publication);
    }
  }
}
