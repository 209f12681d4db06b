package app.headroom.audio;

import app.headroom.job.JobFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Moves finished stems under their final names; a user's file is never silently replaced. */
public final class Publisher {

  private Publisher() {}

  /**
   * Before the start: whether the stems can be written there, as far as can be known.
   *
   * @param outputFolder must exist or be creatable
   * @param files the final paths
   * @param neededBytes what the stems will take, or 0 if unknown
   * @throws AudioException {@code OutputExists}, {@code OutputNotWritable} or {@code DiskFull}
   */
  public static void check(
      Path outputFolder, Collection<Path> files, boolean overwrite, long neededBytes)
      throws AudioException {
    for (Path file : files) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && !(overwrite && Files.isRegularFile(file))) {
        throw new AudioException(new JobFailure.OutputExists(file));
      }
      requireInside(outputFolder, existing(folderOf(file)));
      requireWritable(existing(folderOf(file)), outputFolder);
    }
    requireWritable(existing(outputFolder), outputFolder);
    DiskSpace.require(outputFolder, neededBytes);
  }

  /**
   * No link among the folders that are there already leads out of the output folder; the output
   * folder itself may be one.
   */
  private static void requireInside(Path outputFolder, Path existing) throws AudioException {
    if (!existing.startsWith(outputFolder)) {
      return; // above it
    }
    try {
      if (!existing.toRealPath().startsWith(outputFolder.toRealPath())) {
        throw new AudioException(
            new JobFailure.OutputNotWritable(
                outputFolder, existing + " is a link that leads out of it"));
      }
    } catch (IOException e) {
      throw WriteErrors.failure(outputFolder, 0, e);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "a stem lies in a folder");
  }

  private static Path existing(Path folder) {
    Path existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  /** By writing, since permissions alone do not tell on every system. */
  private static void requireWritable(Path existing, Path outputFolder) throws AudioException {
    if (!Files.isDirectory(existing)) {
      throw new AudioException(
          new JobFailure.OutputNotWritable(
              outputFolder, existing + " is a file where a folder should be"));
    }
    Path probe = existing.resolve(".headroom-" + UUID.randomUUID());
    try {
      Files.newByteChannel(
              probe,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.DELETE_ON_CLOSE)
          .close();
    } catch (IOException e) {
      throw WriteErrors.failure(outputFolder, 0, e);
    }
  }

  /**
   * Moves everything into place, or, when that fails, nothing. May be called again after an
   * interruption at any point; then it completes what is left. Where files were to be overwritten,
   * those that have been stay.
   *
   * @throws AudioException {@code OutputExists} if a file has appeared under a final name, {@code
   *     OutputNotWritable} otherwise; nothing is left behind then, neither stems nor work folder
   */
  public static void publish(Publication publication) throws AudioException {
    Set<Path> placed = new HashSet<>();
    try {
      for (Publication.Move move : publication.moves()) {
        Files.createDirectories(folderOf(move.to()));
        requireInside(publication.outputFolder(), folderOf(move.to()));
        place(publication, move);
        placed.add(move.to());
      }
      for (Publication.Move move : publication.moves()) {
        forceFolder(folderOf(move.to()));
        Files.deleteIfExists(move.from());
      }
      deleteTree(publication.workFolder());
    } catch (AudioException e) {
      giveUp(publication, placed);
      throw e;
    } catch (FileAlreadyExistsException e) {
      giveUp(publication, placed);
      throw new AudioException(new JobFailure.OutputExists(Path.of(e.getFile())), e);
    } catch (IOException e) {
      giveUp(publication, placed);
      throw WriteErrors.failure(publication.outputFolder(), 0, e);
    }
  }

  /** Gives a publication up: deletes work folder, files and the empty folders it created. */
  public static void abandon(Publication publication) {
    giveUp(publication, Set.of());
  }

  /**
   * Deletes a work folder that its publication left behind, and what {@link #claim} put under the
   * final name; a finished file stays.
   */
  static void sweep(Path workFolder, Path target) throws IOException {
    if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && isMarker(target, workFolder)) {
      Files.delete(target);
    }
    deleteTree(workFolder);
  }

  private static void place(Publication publication, Publication.Move move) throws IOException {
    if (!Files.exists(move.from())) {
      if (!Files.exists(move.to())) {
        throw new IOException("the finished stem " + move.from() + " has disappeared");
      }
      return;
    }
    if (publication.overwrite()) {
      Files.move(
          move.from(),
          move.to(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      // A second name for the file: the one way to take a name that fails if it is taken.
      Files.createLink(move.to(), move.from());
    } catch (FileAlreadyExistsException e) {
      if (!isOurs(publication, move)) {
        throw e;
      }
      claim(publication, move);
    } catch (UnsupportedOperationException | FileSystemException e) {
      claim(publication, move);
    }
  }

  /**
   * For file systems without links: takes the name with a small file of our own, then replaces that
   * one.
   */
  static void claim(Publication publication, Publication.Move move) throws IOException {
    if (Files.exists(move.to()) && Files.isSameFile(move.from(), move.to())) {
      return;
    }
    if (!isOurs(publication, move)) {
      Files.write(move.to(), marker(publication.workFolder()), StandardOpenOption.CREATE_NEW);
    }
    Files.move(
        move.from(),
        move.to(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether the final name is held by this very publication, interrupted before. */
  private static boolean isOurs(Publication publication, Publication.Move move) throws IOException {
    Path to = move.to();
    if (!Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return Files.isSameFile(move.from(), to) || isMarker(to, publication.workFolder());
  }

  private static boolean isMarker(Path file, Path workFolder) throws IOException {
    byte[] marker = marker(workFolder);
    return Files.size(file) == marker.length && Arrays.equals(Files.readAllBytes(file), marker);
  }

  private static byte[] marker(Path workFolder) {
    return workFolder.getFileName().toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void giveUp(Publication publication, Set<Path> placed) {
    for (Publication.Move move : publication.moves()) {
      try {
        boolean ours =
            placed.contains(move.to()) || (Files.exists(move.from()) && isOurs(publication, move));
        if (ours && !publication.overwrite()) {
          Files.deleteIfExists(move.to());
        }
      } catch (IOException e) {
        // What cannot be undone stays; the failure that led here is the one to tell.
      }
    }
    try {
      deleteTree(publication.workFolder());
    } catch (IOException e) {
      // As above.
    }
    for (Path folder : publication.createdFolders().reversed()) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // Not empty: then it is in use.
        break;
      }
    }
  }

  /** A folder of plain files. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  /** So that the names survive a power cut; not every system can. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders and writes names by itself.
    }
  }
}
