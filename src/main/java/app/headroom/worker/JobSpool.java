package app.headroom.worker;

import app.headroom.audio.Publisher;
import app.headroom.audio.SourceSpool;
import app.headroom.audio.Spool;
import app.headroom.audio.StemReader;
import app.headroom.demucs.OverlapState;
import app.headroom.job.json.Whole;
import app.headroom.player.Waveform;
import app.headroom.player.WaveformReader;
import app.headroom.protocol.Protocol;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job's folder: the samples on their way through ({@link Spool}) and the place that the job has
 * reached, {@code checkpoint.json} with the overlap in {@code carry-<segments>.f32}.
 *
 * <p>At every moment the folder holds one whole checkpoint, whatever happens to the process or the
 * machine: a new overlap is written beside the old one, the checkpoint that names it replaces the
 * old checkpoint in one step, and only then the old overlap is deleted.
 */
public final class JobSpool {

  private static final String CHECKPOINT = "checkpoint.json";
  private static final String NEW_CHECKPOINT = "checkpoint.json.part";
  private static final String COMMAND = "command.pid";
  private static final int MAX_COMMAND_BYTES = 64;
  private static final int MAX_CHECKPOINT_BYTES = 1 << 20;

  private final Path folder;

  JobSpool(Path folder) {
    this.folder = folder;
  }

  Spool samples() {
    return new Spool(folder);
  }

  /**
   * The place that was kept, or null if there is none.
   *
   * @throws IOException if there is one that can't be read
   */
  @Nullable Checkpoint load() throws IOException {
    byte[] json;
    try (InputStream in = Files.newInputStream(folder.resolve(CHECKPOINT))) {
      json = in.readNBytes(MAX_CHECKPOINT_BYTES);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      Checkpoint checkpoint = Whole.checked(Protocol.json().readValue(json, Checkpoint.class));
      if (checkpoint.version() != Checkpoint.VERSION) {
        throw new IOException("it was written by another version");
      }
      return checkpoint;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Looks whether everything is there that the checkpoint counts on.
   *
   * @throws IOException if not
   */
  void verify(Checkpoint checkpoint) throws IOException {
    if (checkpoint.export() != null && checkpoint.export().encoded() != null) {
      return; // only the encoded stems count now, and publishing looks for these
    }
    SourceSpool.open(samples(), checkpoint.source().frames()).close();
    try (StemReader stems = StemReader.open(samples(), checkpoint.identity().modelStems().size())) {
      long frames = checkpoint.pass() > 0 ? checkpoint.source().frames() : checkpoint.doneFrames();
      if (stems.frames() < frames) {
        throw new IOException("separated frames are missing");
      }
    } catch (NoSuchFileException e) {
      if (checkpoint.pass() > 0 || checkpoint.doneFrames() > 0) {
        throw e;
      }
    }
  }

  /**
   * The overlap behind the checkpoint's last segment.
   *
   * @param stems of its pass
   */
  OverlapState overlap(Checkpoint checkpoint, int stems) throws IOException {
    if (checkpoint.doneFrames() == 0) {
      return OverlapState.atStart(stems);
    }
    try (FileChannel channel =
        FileChannel.open(carry(checkpoint.segments()), StandardOpenOption.READ)) {
      OverlapState state = OverlapState.restore(channel, stems);
      if (state.nextFrame() != checkpoint.doneFrames()) {
        throw new IOException("the overlap belongs to another place");
      }
      return state;
    }
  }

  /**
   * After a segment: keeps the place with its overlap. The frames it counts must be on the disk.
   */
  void save(Checkpoint checkpoint, OverlapState overlap) throws IOException {
    Path carry = carry(checkpoint.segments());
    try (FileChannel channel =
        FileChannel.open(
            carry,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      overlap.save(channel);
      channel.force(false);
    }
    save(checkpoint);
    try (DirectoryStream<Path> carries = Files.newDirectoryStream(folder, "carry-*")) {
      for (Path old : carries) {
        if (!old.equals(carry)) {
          Files.delete(old);
        }
      }
    }
  }

  /** Keeps a place whose overlap is kept already. */
  void save(Checkpoint checkpoint) throws IOException {
    Path part = folder.resolve(NEW_CHECKPOINT);
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer json = ByteBuffer.wrap(Protocol.json().writeValueAsBytes(checkpoint));
      while (json.hasRemaining()) {
        channel.write(json);
      }
      channel.force(false);
    }
    Files.move(
        part,
        folder.resolve(CHECKPOINT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  /** The names in it, too, must survive a power cut. Not every system can be asked for that. */
  private void forceFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows does not open folders; there the move is durable by itself.
    }
  }

  private Path carry(long segments) {
    return folder.resolve("carry-" + segments + ".f32");
  }

  /**
   * A command of the user's at work.
   *
   * @param startedAt with the id this names it uniquely
   */
  public record Command(long pid, Instant startedAt) {}

  /** So that a later start of the program can end it, should both processes be killed meanwhile. */
  void noteCommand(long pid, Instant startedAt) {
    try {
      Files.writeString(folder.resolve(COMMAND), pid + " " + startedAt.toEpochMilli());
    } catch (IOException e) {
      System.err.println("The command is not noted down: " + e);
    }
  }

  /** The command that was started last for the job of that folder, whether it still runs or not. */
  public static Optional<Command> command(Path folder) {
    try (InputStream in = Files.newInputStream(folder.resolve(COMMAND))) {
      String[] numbers =
          new String(in.readNBytes(MAX_COMMAND_BYTES), StandardCharsets.US_ASCII).split(" ", 2);
      return numbers.length < 2
          ? Optional.empty()
          : Optional.of(
              new Command(
                  Long.parseLong(numbers[0]), Instant.ofEpochMilli(Long.parseLong(numbers[1]))));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Begins afresh: nothing is kept, here and beside the target. */
  void clear() throws IOException {
    abandonPublication();
    Files.deleteIfExists(folder.resolve(CHECKPOINT));
    for (Path file : contents(folder)) {
      deleteTree(file);
    }
  }

  /** Keeps the waveform's picture for whoever listens later; it can be made again. */
  void keepWaveform(Checkpoint checkpoint) {
    try {
      int stems = checkpoint.identity().modelStems().size();
      new WaveformReader(samples(), stems, checkpoint.source().frames())
          .read()
          .write(folder.resolve(Waveform.FILE));
    } catch (IOException e) {
      System.err.println("The waveform is not kept: " + e);
    }
  }

  /**
   * After the stems are in their place: gives the disk back, and keeps where they are and how they
   * look.
   */
  void deleteSamples() throws IOException {
    for (Path file : contents(folder)) {
      String name = file.getFileName().toString();
      if (!name.equals(CHECKPOINT) && !name.equals(Waveform.FILE)) {
        deleteTree(file);
      }
    }
  }

  /**
   * Gives a job up that no worker is at: deletes its folder, and what an unfinished publication has
   * left beside its target. Stems of a finished job stay. Does nothing where there is no folder.
   */
  public static void discard(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    new JobSpool(folder).abandonPublication();
    deleteTree(folder);
  }

  private void abandonPublication() {
    try {
      Checkpoint checkpoint = load();
      Checkpoint.Export export = checkpoint == null ? null : checkpoint.export();
      if (export != null && !export.published()) {
        Publisher.abandon(export.publication());
      }
    } catch (IOException e) {
      // A checkpoint that can't be read names nothing to give up.
    }
  }

  private static Iterable<Path> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Another process may be deleting it as well; gone is what it is meant to be. */
  private static void deleteTree(Path path) throws IOException {
    while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> tree = Files.walk(path)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      } catch (NoSuchFileException _) {
        // once more, with what is left
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e.getCause();
        }
      }
    }
  }
}
