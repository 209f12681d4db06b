package app.headroom.cli;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The songs among files and folders that the user names. A file is taken as it is; below a folder,
 * what has the name of a sound or a video.
 */
public final class SongFinder {

  /** No more songs than this at a time. */
  static final int MAX_SONGS = 10_000;

  private static final int MAX_DEPTH = 64;
  private static final int MAX_PROBLEMS = 1_000;
  private static final int MAX_KINDS = 20;

  private static final Set<String> EXTENSIONS =
      Set.of(
          "aac", "ac3", "aif", "aifc", "aiff", "alac", "ape", "au", "avi", "caf", "dsf", "flac",
          "flv", "m4a", "m4b", "m4v", "mka", "mkv", "mov", "mp2", "mp3", "mp4", "mpc", "mpeg",
          "mpg", "oga", "ogg", "ogv", "opus", "rf64", "tta", "w64", "wav", "wave", "webm", "wma",
          "wmv", "wv");

  /**
   * @param songs absolute, each once, in the order of the arguments, within a folder by name
   * @param problems what was named or met and can't be read
   * @param skipped how many files below folders are no sound
   * @param skippedKinds the extensions of some of them
   */
  public record Found(
      List<Path> songs, List<Problem> problems, long skipped, Set<String> skippedKinds) {}

  public record Problem(Path path, String what, String remedy) {}

  private final Set<Path> songs = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> skippedKinds = new TreeSet<>();
  private long skipped;

  private SongFinder() {}

  public static Found find(List<Path> arguments) {
    SongFinder finder = new SongFinder();
    for (Path argument : arguments) {
      finder.add(argument.toAbsolutePath().normalize());
    }
    return new Found(
        List.copyOf(finder.songs),
        List.copyOf(finder.problems),
        finder.skipped,
        Set.copyOf(finder.skippedKinds));
  }

  private void add(Path argument) {
    if (Files.isDirectory(argument)) {
      walk(argument);
    } else if (Files.notExists(argument)) {
      problem(argument, "there is no such file or folder", "Check its name.");
    } else if (!Files.exists(argument)) {
      // a folder above it is closed to us, so that nobody can say whether it exists
      problem(argument, "it cannot be read", "Check its permissions and those of its folders.");
    } else if (!Files.isRegularFile(argument)) {
      problem(argument, "it is neither a file nor a folder", "Name a file that holds a song.");
    } else {
      take(argument);
    }
  }

  private void take(Path song) {
    if (!Path.of(song.toString()).equals(song)) {
      problem(song, "its name is not valid UTF-8", "Rename it.");
    } else if (songs.size() >= MAX_SONGS && !songs.contains(song)) {
      problem(
          song,
          "more than " + MAX_SONGS + " songs at a time are not taken",
          "Name fewer files or folders at a time.");
    } else {
      songs.add(song);
    }
  }

  private void problem(Path path, String what, String remedy) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(path, what, remedy));
    }
  }

  private void walk(Path folder) {
    Set<Path> inside = new TreeSet<>();
    int before = problems.size();
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new Walk(folder, inside));
    } catch (IOException e) {
      problem(folder, "it cannot be read: " + e.getMessage(), "Check its permissions.");
    }
    inside.forEach(this::take);
    if (inside.isEmpty() && problems.size() == before) {
      problem(folder, "there are no songs in it", "Name a folder with songs, or the songs.");
    }
  }

  private final class Walk extends SimpleFileVisitor<Path> {
    private final Path start;
    private final Set<Path> inside;

    Walk(Path start, Set<Path> inside) {
      this.start = start;
      this.inside = inside;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return !folder.equals(start) && hidden(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (hidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      String extension = extension(file);
      if (attributes.isRegularFile() && EXTENSIONS.contains(extension)) {
        if (inside.size() > MAX_SONGS) {
          return FileVisitResult.TERMINATE;
        }
        inside.add(file);
      } else if (attributes.isRegularFile()) {
        skipped++;
        if (skippedKinds.size() < MAX_KINDS && extension.length() <= 10) {
          skippedKinds.add(extension);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) {
      // a link that leads back up: what is above is being walked already
      if (!(failure instanceof FileSystemLoopException)) {
        problem(path, "it cannot be read", "Check its permissions.");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      if (failure != null) {
        problem(folder, "it cannot be read to its end", "Check its permissions.");
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean hidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  private static String extension(Path path) {
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
