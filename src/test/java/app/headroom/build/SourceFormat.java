package app.headroom.build;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sources' format is google-java-format's. {@code mvn -Pformat} rewrites what differs; {@link
 * SourceFormatTest} fails on it. Not a Maven plugin, because those run the formatter in Maven's
 * own, possibly older, Java.
 */
final class SourceFormat {

  private SourceFormat() {}

  static List<Path> differing() throws IOException {
    List<Path> differing = new ArrayList<>();
    for (Path file : sources()) {
      if (!Files.readString(file).equals(formatted(file))) {
        differing.add(file);
      }
    }
    return differing;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /**
   * A second pass, since the first can leave a broken string that the formatter would break
   * elsewhere.
   */
  private static String formatted(Path file) throws IOException {
    try {
      Formatter formatter = new Formatter();
      return formatter.formatSource(formatter.formatSourceAndFixImports(Files.readString(file)));
    } catch (FormatterException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Rewrites the sources below the working directory. */
  public static void main(String[] args) throws IOException {
    for (Path file : differing()) {
      Files.writeString(file, formatted(file));
      System.out.println("formatted " + file);
    }
  }
}
