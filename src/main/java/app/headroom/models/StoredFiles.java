package app.headroom.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Digests and durable moves of large files. */
final class StoredFiles {

  static final int BLOCK_BYTES = 1 << 18;

  private StoredFiles() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Of a file's content.
   *
   * @param sha256 in hexadecimal
   */
  record Sums(String sha256, long crc32c) {}

  /** Reads all of it, once. */
  static Sums sums(Path file, ByteProgress progress) throws IOException {
    MessageDigest digest = sha256();
    CRC32C crc32c = new CRC32C();
    long total = Files.size(file);
    long done = 0;
    byte[] block = new byte[BLOCK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
        crc32c.update(block, 0, count);
        done += count;
        progress.at(done, total);
      }
    }
    return new Sums(hex(digest), crc32c.getValue());
  }

  /** Puts a complete file on the disk, then under its name, in place of what was there. */
  static void publish(Path complete, Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(complete, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** In the order of their names. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A file, or a folder with all in it; links are not followed. */
  static void delete(Path path) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Why, for the user. Some exceptions of files have nothing but a path for a message. */
  static String words(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return switch (e) {
      case NoSuchFileException _ -> message + " is not there";
      case AccessDeniedException _ -> message + " may not be used";
      case FileAlreadyExistsException _ -> message + " is in the way";
      default -> message;
    };
  }

  /** An interrupt breaks files and connections; what it asked for is to end. */
  static void rethrowInterrupt(IOException e) throws InterruptedException {
    boolean byInterrupt =
        e instanceof ClosedByInterruptException
            || e instanceof FileLockInterruptionException
            || e.getCause() instanceof InterruptedException;
    if (Thread.interrupted() || byInterrupt) {
      var interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
