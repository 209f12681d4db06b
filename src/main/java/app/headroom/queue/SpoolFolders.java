package app.headroom.queue;

import app.headroom.job.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs' folders below one root, each named by its job. */
public final class SpoolFolders implements JobFiles {

  /** Undoes what a worker left outside of its folder, as it stands in the folder. */
  @FunctionalInterface
  public interface Leftovers {
    void remove(Path spoolFolder) throws IOException;
  }

  private final Path root;
  private final Leftovers leftovers;

  /**
   * @param root need not exist
   */
  public SpoolFolders(Path root, Leftovers leftovers) {
    this.root = root;
    this.leftovers = leftovers;
  }

  @Override
  public Path spoolRoot() {
    return root;
  }

  @Override
  public Path spool(JobId job) {
    return root.resolve(job.value());
  }

  /** What is not named like a job is not ours and is left alone. */
  @Override
  public Set<JobId> spools() throws IOException {
    Set<JobId> jobs = new HashSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        jobOf(folder).ifPresent(jobs::add);
      }
    } catch (NoSuchFileException _) {
      // nothing was ever started
    }
    return jobs;
  }

  @Override
  public void discard(JobId job) throws IOException {
    Path folder = spool(job);
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        leftovers.remove(folder);
      } finally {
        delete(folder);
      }
    }
  }

  @Override
  public long freeBytes(Path folder) throws IOException {
    return Files.getFileStore(existing(folder)).getUsableSpace();
  }

  @Override
  public boolean sameDisk(Path one, Path other) throws IOException {
    return Files.getFileStore(existing(one)).equals(Files.getFileStore(existing(other)));
  }

  private static Optional<JobId> jobOf(Path folder) {
    try {
      return Optional.of(new JobId(String.valueOf(folder.getFileName())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Path existing(Path folder) throws NoSuchFileException {
    for (Path path = folder.toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path)) {
        return path;
      }
    }
    throw new NoSuchFileException(folder.toString());
  }

  /** Links in it are deleted, not followed. */
  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // gone is what it is meant to be
            }
            throw failure;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
