package app.headroom.audio;

import app.headroom.job.ClipMode;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a spool of separated stems into checked, tagged files beside their targets, ready to be
 * published. One thread.
 *
 * <p>Clipping: {@code RESCALE} divides by {@code max(1.01 * peak, 1)} as Demucs does, but by the
 * peak of all files of the song, so that they still sum to the mix.
 */
public final class StemExport {

  private static final int CHUNK_FRAMES = 4096;
  private static final double HEADROOM = 1.01;

  /** Text tags and what surrounds them; the cover comes on top. */
  private static final int TAG_BYTES = 32 * 1024;

  private static final long MAX_RIFF_BYTES = (1L << 32) - (64L << 20);

  private final Order order;
  private final List<StemOutput> outputs;
  private final int rateHz;
  private final long frames;
  private final double gain;
  private final Publication publication;
  private final @Nullable CoverArt cover;
  private final List<String> notes = new ArrayList<>();

  private StemExport(Order order) throws IOException {
    this.order = order;
    this.outputs = StemOutput.of(order.modelStems(), order.selection(), order.peaks());
    int sourceRateHz = order.source().info().sampleRateHz();
    this.rateHz = rateHz(order.format(), order.rate(), sourceRateHz);
    this.frames = framesAt(rateHz, order.source());
    this.gain = order.clip() == ClipMode.RESCALE ? 1 / Math.max(HEADROOM * peak(), 1) : 1;
    this.publication = plan(order);
    this.cover = CoverArt.of(order.spool());
  }

  /**
   * @param job names the hidden work folder, so that a restart finds and replaces it
   * @param modelStems in the spool's order
   * @param title what the stems' titles begin with where the song has none: its file name
   * @param outputFolder absolute, under which all files lie
   * @param files final path by stem id, see {@link #files}
   */
  public record Order(
      JobId job,
      Spool spool,
      DecodedSource source,
      List<Stem> modelStems,
      StemPeaks peaks,
      StemSelection selection,
      OutputFormat format,
      ClipMode clip,
      OutputRate rate,
      String title,
      Path outputFolder,
      Map<String, Path> files,
      boolean overwrite) {}

  /**
   * @param publication to be persisted, then given to {@link Publisher#publish}
   * @param frames length of each stem in its own rate
   * @param gain the one gain that all stems got
   * @param notes what the user should know, for example that tags could not be written
   */
  public record Exported(
      Publication publication, long frames, int sampleRateHz, double gain, List<String> notes) {

    public Exported {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The stems that a selection means, in order: ids such as {@code vocals}, {@code no_vocals}.
   *
   * @throws IllegalArgumentException if the model has not the stem that is to be isolated
   */
  public static List<String> stemIds(List<Stem> modelStems, StemSelection selection) {
    return StemOutput.of(modelStems, selection, StemPeaks.none(modelStems.size())).stream()
        .map(StemOutput::id)
        .toList();
  }

  /** The final path of every stem, in order. */
  public static Map<String, Path> files(
      Path outputFolder, StemNames names, StemNames.Song song, List<String> stemIds) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String stem : stemIds) {
      files.put(stem, outputFolder.resolve(names.fileOf(stem, song)));
    }
    return files;
  }

  /** About what the files will take on disk. */
  public static long bytesFor(
      double seconds, int files, OutputFormat format, OutputRate rate, int sourceRateHz) {
    return files * Encoding.of(format).bytesFor(seconds, rateHz(format, rate, sourceRateHz));
  }

  private static int rateHz(OutputFormat format, OutputRate rate, int sourceRateHz) {
    int wantedHz =
        switch (rate) {
          case HZ_44100 -> Spool.SAMPLE_RATE_HZ;
          case SOURCE -> sourceRateHz;
        };
    return Encoding.rateHz(format, wantedHz);
  }

  /**
   * At the source's rate exactly the source's frames; at another rate than that and the spool's, as
   * many as give the spool's number when they are resampled to 44.1 kHz.
   */
  private static long framesAt(int rateHz, DecodedSource source) {
    if (rateHz == Spool.SAMPLE_RATE_HZ) {
      return source.frames();
    }
    return rateHz == source.info().sampleRateHz()
        ? source.sourceFrames()
        : Math.max(1, source.frames() * rateHz / Spool.SAMPLE_RATE_HZ);
  }

  private double peak() {
    return outputs.stream().mapToDouble(StemOutput::peak).max().orElse(0);
  }

  /**
   * Where {@link #write} will put what. Persisted before, so that what an export that was killed
   * has left can be cleared away by {@link Publisher#abandon}.
   */
  public static Publication plan(Order order) {
    return Publication.plan(
        order.job(),
        order.outputFolder(),
        order.files(),
        order.format().extension(),
        order.overwrite());
  }

  /**
   * @param watch told in frames at 44.1 kHz times files
   * @throws AudioException if a file cannot be written, or is not what it should be when read back;
   *     nothing is left behind then
   */
  public static Exported write(Order order, Watch watch) throws AudioException {
    StemExport export;
    try {
      export = new StemExport(order);
    } catch (IOException e) {
      throw WriteErrors.failure(order.outputFolder(), 0, e);
    }
    try {
      export.publication.createWorkFolder();
      export.encodeAll(watch);
      return new Exported(
          export.publication, export.frames, export.rateHz, export.gain, export.notes);
    } catch (IOException e) {
      Publisher.abandon(export.publication);
      double seconds = order.source().frames() / (double) Spool.SAMPLE_RATE_HZ;
      long bytes =
          export.outputs.size() * Encoding.of(order.format()).bytesFor(seconds, export.rateHz);
      throw WriteErrors.failure(order.outputFolder(), bytes, e);
    } catch (RuntimeException e) {
      Publisher.abandon(export.publication);
      throw e;
    }
  }

  /**
   * In one pass over the spool, but MP4, whose container keeps an index in memory, file by file.
   */
  private void encodeAll(Watch watch) throws IOException {
    long perFile = order.source().frames();
    long total = perFile * outputs.size();
    int together = order.format().extension().equals("m4a") ? 1 : outputs.size();
    for (int first = 0; first < outputs.size(); first += together) {
      List<StemOutput> pass = outputs.subList(first, first + together);
      long before = first * perFile;
      encode(pass, true, (done, ofPass) -> watch.goOn(before + done, total));
      for (StemOutput output : pass) {
        complete(output);
        requireGoOn(watch.goOn(before + perFile * pass.size(), total));
      }
    }
  }

  private static void requireGoOn(boolean goOn) {
    if (!goOn) {
      throw new CancellationException("encoding was stopped");
    }
  }

  private void encode(List<StemOutput> wanted, boolean tagged, Watch watch) throws IOException {
    int channels = 2 * order.modelStems().size();
    float[] all = new float[CHUNK_FRAMES * channels];
    float[] stereo = new float[CHUNK_FRAMES * 2];
    long total = order.source().frames();
    List<StemFile> files = new ArrayList<>();
    try (StemReader reader = StemReader.open(order.spool(), order.modelStems().size())) {
      for (StemOutput output : wanted) {
        files.add(create(output, tagged));
      }
      for (long done = 0; done < total; ) {
        int part = (int) Math.min(total - done, CHUNK_FRAMES);
        reader.read(done, part, all);
        for (int i = 0; i < files.size(); i++) {
          wanted
              .get(i)
              .mix(all, channels, part, (float) gain, order.clip() == ClipMode.CLAMP, stereo);
          files.get(i).append(stereo, part);
        }
        done += part;
        requireGoOn(watch.goOn(done * files.size(), total * files.size()));
      }
      for (StemFile file : files) {
        file.finish();
      }
    } finally {
      files.forEach(StemFile::close);
    }
  }

  private StemFile create(StemOutput output, boolean tagged) throws IOException {
    boolean byFfmpeg = tagged && taggedByFfmpeg(order.format(), frames);
    return StemFile.create(
        publication.from(output.id()),
        order.format(),
        rateHz,
        frames,
        byFfmpeg ? TagCarrier.metadata(tags(), cover, title(output)) : Map.of(),
        TAG_BYTES + (cover == null ? 0 : cover.data().length));
  }

  /** jaudiotagger knows neither Opus nor WAV files that are, or with a cover become, RF64. */
  static boolean taggedByFfmpeg(OutputFormat format, long frames) {
    return switch (format) {
      case OPUS -> true;
      case WAV16, WAV24, WAV32F -> frames * Encoding.of(format).wavFrameBytes() > MAX_RIFF_BYTES;
      case FLAC, MP3, AAC, ALAC -> false;
    };
  }

  private TrackTags tags() {
    return order.source().info().tags();
  }

  private String title(StemOutput output) {
    String title = tags().title();
    return TagCarrier.titleOf(title == null ? order.title() : title, output.id());
  }

  /** Forces, checks, tags and checks again. */
  private void complete(StemOutput output) throws IOException {
    Path file = publication.from(output.id());
    check(file);
    if (!taggedByFfmpeg(order.format(), frames)) {
      try {
        TagCarrier.write(file, order.format(), tags(), cover, title(output));
        check(file);
      } catch (IOException e) {
        // Tags never make a job fail: the stem is made again without them.
        notes.add(output.id() + " has no tags: " + e.getMessage() + ".");
        encode(List.of(output), false, Watch.NONE);
        check(file);
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void check(Path file) throws IOException {
    StemCheck.check(file, Encoding.of(order.format()), rateHz, frames);
  }
}
