package app.headroom.supervisor;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of workers as a virtual machine has read them, kept for the workers to come, which
 * are there in half the time. A worker that separates a song writes them after its last word, under
 * a name of its own; they are taken when it has ended well. Its name says of which program and
 * which Java they are: of another, they would be in the way.
 *
 * @param file which need not exist
 */
record WorkerArchive(Path file) {

  private static final String PREFIX = "workers-";
  private static final String SUFFIX = ".jsa";

  /** Several times what they take. */
  private static final long LEAST_ROOM_BYTES = 200_000_000;

  /**
   * @param natives where native libraries lie
   * @return empty where nothing can be kept: of classes in folders, of a program that is not there,
   *     or in a folder whose name Java would take for two
   */
  static Optional<WorkerArchive> of(WorkerProgram program, Path natives) {
    if (natives.toString().contains(File.pathSeparator)) {
      return Optional.empty();
    }
    CRC32 sum = new CRC32();
    try {
      Path home = program.java().resolveSibling("").resolveSibling("");
      add(home.resolve("lib").resolve("modules"), sum);
      for (String entry : program.classPath().split(File.pathSeparator, -1)) {
        if (!entry.endsWith(".jar")) {
          return Optional.empty();
        }
        add(Path.of(entry), sum);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    String name = PREFIX + Long.toHexString(sum.getValue()) + SUFFIX;
    return Optional.of(new WorkerArchive(natives.toAbsolutePath().resolve(name)));
  }

  private static void add(Path file, CRC32 sum) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    String text = file + "\n" + attributes.size() + "\n" + attributes.lastModifiedTime() + "\n";
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean exists() {
    return Files.isReadable(file);
  }

  /** The options of a worker that uses them. */
  List<String> sharing() {
    return List.of("-XX:SharedArchiveFile=" + file);
  }

  /**
   * Clears up what is left of other programs and of workers that were killed.
   *
   * @param worker tells it from all others
   * @return empty where there is too little room
   */
  Optional<Making> begin(String worker) {
    Path folder = file.resolveSibling("");
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path other : left) {
        Files.deleteIfExists(other);
      }
      return Files.getFileStore(folder).getUsableSpace() < LEAST_ROOM_BYTES
          ? Optional.empty()
          : Optional.of(new Making(file.resolveSibling(file.getFileName() + "." + worker), file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What one worker writes.
   *
   * @param file there once the worker has ended
   */
  record Making(Path file, Path archive) {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerArchive.class);

    /** The worker's options. */
    List<String> options() {
      return List.of("-XX:ArchiveClassesAtExit=" + file);
    }

    /**
     * Called once, when the worker has ended.
     *
     * @param well whether it did all that it was to do, this too
     */
    void ended(boolean well) {
      try {
        if (well && Files.exists(file)) {
          try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
          }
          Files.move(file, archive, StandardCopyOption.ATOMIC_MOVE);
        } else {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        LOG.info("The classes of workers cannot be kept in {}: {}", archive, e.toString());
      }
    }
  }
}
