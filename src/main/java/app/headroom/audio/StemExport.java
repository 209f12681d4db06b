package app.headroom.audio;

import app.headroom.job.ClipMode;
import app.headroom.job.JobId;
import app.headroom.job.MixMatch;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Residual;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a spool of separated stems into checked, tagged files beside their targets, ready to be
 * published. On the caller's thread, and beside it on as many more as the order allows.
 *
 * <p>Clipping: {@code RESCALE} divides by {@code max(1.01 * peak, 1)} as Demucs does, but by the
 * peak of all files of the song, so that they still sum to the mix. The mix is the decoded song at
 * the stems' rate: the spool's at 44.1 kHz, at another rate the song itself, decoded again on the
 * way; where it is gone, the spool's.
 */
public final class StemExport {

  private static final int CHUNK_FRAMES = 8192;
  private static final double HEADROOM = 1.01;

  /** Text tags and what surrounds them; the cover comes on top. */
  private static final int TAG_BYTES = 32 * 1024;

  /** How near the sum of stems with the residual should be to the mix. */
  private static final double TRUE_DB = -90;

  private static final long MAX_RIFF_BYTES = (1L << 32) - (64L << 20);

  private final Order order;
  private final List<StemOutput> outputs;
  private final int rateHz;
  private final long frames;
  private final Publication publication;
  private final @Nullable CoverArt cover;
  private double gain = 1;
  private final List<String> notes = new ArrayList<>();

  private StemExport(Order order) throws IOException {
    this.order = order;
    this.outputs =
        StemOutput.of(order.modelStems(), order.selection(), order.residual(), order.peaks());
    int sourceRateHz = order.source().info().sampleRateHz();
    this.rateHz = ExportPlan.rateHz(order.format(), order.rate(), sourceRateHz);
    this.frames = ExportPlan.framesAt(rateHz, order.source());
    this.publication = plan(order);
    this.cover = CoverArt.of(order.spool());
  }

  /**
   * @param job names the hidden work folder, so that a restart finds and replaces it
   * @param song the source, for its samples at another rate than the spool's
   * @param modelStems in the spool's order
   * @param title what the stems' titles begin with where the song has none: its file name
   * @param tagged tempo and key for the tags, as far as they are known and wished for
   * @param outputFolder absolute, under which all files lie
   * @param files final path by stem id, see {@link ExportPlan#files}
   * @param threads that may work at the same time
   */
  public record Order(
      JobId job,
      Path song,
      Spool spool,
      DecodedSource source,
      List<Stem> modelStems,
      StemPeaks peaks,
      StemSelection selection,
      Residual residual,
      OutputFormat format,
      ClipMode clip,
      OutputRate rate,
      String title,
      Music tagged,
      Path outputFolder,
      Map<String, Path> files,
      boolean overwrite,
      int threads) {}

  /**
   * @param publication to be persisted, then given to {@link Publisher#publish}
   * @param frames length of each stem in its own rate
   * @param gain the one gain that all stems got
   * @param match how far their sum is from the mix
   * @param notes what the user should know, for example that tags could not be written
   */
  public record Exported(
      Publication publication,
      long frames,
      int sampleRateHz,
      double gain,
      MixMatch match,
      List<String> notes) {

    public Exported {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The one gain. The stems' peaks are known; with the residual they are others, for which the
   * whole song is gone through once more.
   */
  private double gain(SideBySide side, Watch watch) throws IOException {
    if (order.clip() != ClipMode.RESCALE) {
      return 1;
    }
    double peak = outputs.stream().mapToDouble(StemOutput::peak).max().orElse(0);
    if (order.residual() != Residual.NONE) {
      Mixdown mixdown = mixdown(1);
      mix(side, List.of(), List.of(), mixdown, true, (_, total) -> watch.goOn(0, total));
      peak = mixdown.peak();
    }
    return 1 / Math.max(HEADROOM * peak, 1);
  }

  private Mixdown mixdown(double atGain) {
    return new Mixdown(
        outputs, order.residual(), order.clip(), atGain, Encoding.of(order.format()), rateHz);
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
   * @param watch told in frames times files
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
    try (SideBySide side = new SideBySide(export.threads())) {
      export.publication.createWorkFolder();
      export.gain = export.gain(side, watch);
      MixMatch match = export.encodeAll(side, watch);
      export.noteBits(match);
      return new Exported(
          export.publication, export.frames, export.rateHz, export.gain, match, export.notes);
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

  /** As many as have something to do: one mixes what comes while others encode what is mixed. */
  private int threads() {
    return Math.min(order.threads(), outputs.size() + 1);
  }

  /** One rounding is left of the sum where the mix's samples are none of the format's. */
  private void noteBits(MixMatch match) {
    Double db = match.writtenDb();
    if (db != null
        && db > TRUE_DB
        && order.residual() != Residual.NONE
        && order.clip() == ClipMode.RESCALE
        && Encoding.of(order.format()).bits() == 16) {
      notes.add("16 bits bring the sum of the stems no closer to the mix; WAV 24 and FLAC do.");
    }
  }

  /**
   * In one pass over the spool, but MP4, whose container keeps an index in memory, file by file.
   *
   * @return how far the sum of the files is from the mix; what a lossy format has made of them is
   *     told by decoding them
   */
  private MixMatch encodeAll(SideBySide side, Watch watch) throws IOException {
    boolean lossless = Encoding.of(order.format()).lossless();
    long total = frames * (outputs.size() + (lossless ? 0 : 1));
    int together = order.format().extension().equals("m4a") ? 1 : outputs.size();
    MixMatch match = null;
    for (int first = 0; first < outputs.size(); first += together) {
      List<StemOutput> pass = outputs.subList(first, first + together);
      long before = first * frames;
      Mixdown mixdown = mixdown(gain);
      encode(
          side,
          pass,
          mixdown,
          match == null,
          true,
          (done, ofPass) -> watch.goOn(before + done * pass.size(), total));
      match = match == null ? mixdown.match() : match;
      complete(side, pass, () -> requireGoOn(watch.goOn(before + frames * pass.size(), total)));
    }
    MixMatch mixed = Objects.requireNonNull(match, "there are files");
    if (lossless) {
      return mixed;
    }
    long encoded = frames * outputs.size();
    return new MixMatch(
        mixed.separatedDb(), decoded((done, _) -> watch.goOn(encoded + done, total)));
  }

  /** Null too where the song is gone by now: the files are whole, and not lost for a figure. */
  private @Nullable Double decoded(Watch watch) {
    List<Path> files = outputs.stream().map(output -> publication.from(output.id())).toList();
    try (FrameStream song = MixedStems.song(order.song(), order.spool(), rateHz)) {
      return LossyMatch.measure(files, song, rateHz, frames, gain, watch);
    } catch (IOException e) {
      return null;
    }
  }

  private static void requireGoOn(boolean goOn) {
    if (!goOn) {
      throw new CancellationException("encoding was stopped");
    }
  }

  private void encode(
      SideBySide side,
      List<StemOutput> wanted,
      Mixdown mixdown,
      boolean measured,
      boolean tagged,
      Watch watch)
      throws IOException {
    List<FileEncoder> files = new ArrayList<>();
    try {
      for (StemOutput output : wanted) {
        files.add(create(output, tagged));
      }
      mix(side, wanted, files, mixdown, measured || order.residual() != Residual.NONE, watch);
      for (FileEncoder file : files) {
        file.finish();
      }
    } finally {
      files.forEach(FileEncoder::close);
    }
  }

  /** Goes through the whole song: what is mixed is encoded while the next is being mixed. */
  private void mix(
      SideBySide side,
      List<StemOutput> wanted,
      List<FileEncoder> files,
      Mixdown mixdown,
      boolean withSong,
      Watch watch)
      throws IOException {
    float[][] mixed = new float[outputs.size()][2 * CHUNK_FRAMES];
    float[][] coming = new float[outputs.size()][2 * CHUNK_FRAMES];
    try (MixedStems stems = MixedStems.open(order, mixdown, withSong, rateHz, CHUNK_FRAMES)) {
      stems.read(mixed, part(0));
      for (long done = 0; done < frames; ) {
        int part = part(done);
        int next = part(done + part);
        float[][] from = mixed;
        float[][] into = coming;
        List<SideBySide.Work> works = new ArrayList<>();
        works.add(() -> stems.read(into, next));
        for (int i = 0; i < files.size(); i++) {
          FileEncoder file = files.get(i);
          float[] samples = from[outputs.indexOf(wanted.get(i))];
          works.add(() -> file.append(samples, part));
        }
        side.run(works);
        mixed = into;
        coming = from;
        done += part;
        requireGoOn(watch.goOn(done, frames));
      }
    }
  }

  private int part(long done) {
    return (int) Math.min(frames - done, CHUNK_FRAMES);
  }

  private FileEncoder create(StemOutput output, boolean tagged) throws IOException {
    boolean byFfmpeg = tagged && taggedByFfmpeg(order.format(), frames);
    return FileEncoder.create(
        publication.from(output.id()),
        Encoding.of(order.format()),
        rateHz,
        Encoding.muxerOptions(
            order.format(), rateHz, TAG_BYTES + (cover == null ? 0 : cover.data().length)),
        byFfmpeg ? TagCarrier.metadata(tags(), order.tagged(), cover, title(output)) : Map.of());
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

  /** The files side by side. */
  private void complete(SideBySide side, List<StemOutput> pass, Runnable between)
      throws IOException {
    String[] untagged = new String[pass.size()];
    List<SideBySide.Work> works = new ArrayList<>();
    for (int i = 0; i < untagged.length; i++) {
      int file = i;
      works.add(() -> untagged[file] = complete(pass.get(file)));
    }
    side.run(works, between);
    Stream.of(untagged).filter(Objects::nonNull).forEach(notes::add);
  }

  /**
   * Checks, tags, checks again and forces.
   *
   * @return null, or what the user should know
   */
  private @Nullable String complete(StemOutput output) throws IOException {
    Path file = publication.from(output.id());
    check(file);
    String note = null;
    if (!taggedByFfmpeg(order.format(), frames)) {
      try {
        TagCarrier.write(file, order.format(), tags(), order.tagged(), cover, title(output));
        check(file);
      } catch (IOException e) {
        // Tags never make a job fail: the stem is made again without them.
        note = output.id() + " has no tags: " + e.getMessage() + ".";
        try (SideBySide alone = new SideBySide(1)) {
          encode(alone, List.of(output), mixdown(gain), false, false, Watch.NONE);
        }
        check(file);
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return note;
  }

  private void check(Path file) throws IOException {
    StemCheck.check(file, Encoding.of(order.format()), rateHz, frames);
  }
}
