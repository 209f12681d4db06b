package app.headroom.external;

import app.headroom.job.EngineChoice;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells the user's commands from one another by the files that would be started, without starting
 * them. For any process.
 */
public final class CommandFiles {

  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
  private static final int CHARS = 16;

  private CommandFiles() {}

  /**
   * Made of the paths, sizes and times of the files that the command may be, and of what it is told
   * that changes what it takes. A package that was updated behind a file that stayed is not seen.
   */
  public static String identity(EngineChoice.Command choice) {
    return identity(choice, System.getenv().getOrDefault("PATH", ""));
  }

  static String identity(EngineChoice.Command choice, String searchPath) {
    StringBuilder text = new StringBuilder();
    text.append(choice.device()).append('|').append(choice.segmentSeconds());
    text.append('|').append(choice.shifts());
    CommandFinder.candidates(choice, searchPath).stream()
        .flatMap(start -> files(start, searchPath))
        .forEach(file -> text.append('|').append(version(file)));
    return digest(text.toString());
  }

  /** The program, and the script that it is given. */
  private static Stream<Path> files(List<String> start, String searchPath) {
    Stream<Path> given = start.stream().skip(1).map(CommandFiles::path).flatMap(Optional::stream);
    Path program = Path.of(start.getFirst());
    return Stream.concat(
        program.isAbsolute() ? Stream.of(program) : onPath(program, searchPath).stream(),
        given.filter(Path::isAbsolute));
  }

  private static Optional<Path> onPath(Path name, String searchPath) {
    return folders(searchPath)
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whatever lies where the user happens to be is not looked at. */
  static Stream<Path> folders(String searchPath) {
    return SEPARATOR
        .splitAsStream(searchPath)
        .map(CommandFiles::path)
        .flatMap(Optional::stream)
        .filter(Path::isAbsolute);
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Links as they are named and as they lead: a Python of an environment is a link. */
  private static String version(Path file) {
    try {
      Path real = file.toRealPath();
      BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
      return file + ">" + real + " " + now.size() + " " + now.lastModifiedTime();
    } catch (IOException e) {
      return file + " absent";
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
