package app.headroom.audio;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Text to names of files and folders that are legal on Linux, macOS and Windows alike. */
final class FileNames {

  /** The limit of every usual file system, in UTF-8. */
  static final int MAX_BYTES = 255;

  private static final String ILLEGAL = "/\\:*?\"<>|";

  /** Names of devices on Windows, also with any extension. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])");

  private FileNames() {}

  /** Replaces what may stand in no name: separators, wildcards, control characters. */
  static String safeText(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(point -> safe.appendCodePoint(isLegal(point) ? point : '_'));
    return safe.toString();
  }

  private static boolean isLegal(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // Direction overrides show a name as another; the joiners of emoji and scripts are welcome.
      case Character.FORMAT -> point == 0x200c || point == 0x200d || point >= 0xe0000;
      default -> ILLEGAL.indexOf(point) < 0;
    };
  }

  /**
   * One name of pieces that are joined; where they are too long, the longest of those that may be
   * shortened is.
   *
   * @param texts safe texts
   * @param shortenable indices in {@code texts}
   */
  static String component(List<String> texts, List<Integer> shortenable) {
    List<String> pieces = new ArrayList<>(texts);
    // One byte is left for the underscore that a device's name gets.
    while (bytes(String.join("", pieces)) >= MAX_BYTES) {
      int longest = -1;
      for (int index : shortenable) {
        if (longest < 0 || bytes(pieces.get(index)) > bytes(pieces.get(longest))) {
          longest = index;
        }
      }
      if (longest < 0 || pieces.get(longest).isEmpty()) {
        break;
      }
      String piece = pieces.get(longest);
      pieces.set(longest, piece.substring(0, piece.offsetByCodePoints(piece.length(), -1)));
    }
    return legal(String.join("", pieces));
  }

  private static String legal(String name) {
    int end = name.length();
    // Windows drops dots and blanks at the end.
    while (end > 0
        && (name.charAt(end - 1) == '.' || Character.isWhitespace(name.charAt(end - 1)))) {
      end--;
    }
    String stripped = name.substring(0, end).stripLeading();
    if (stripped.isEmpty()) {
      return "_";
    }
    int dot = stripped.indexOf('.');
    String base = (dot < 0 ? stripped : stripped.substring(0, dot)).stripTrailing();
    return DEVICE.matcher(base).matches()
        ? base + "_" + stripped.substring(base.length())
        : stripped;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** A path of these names; where the system's encoding has no such characters, of others. */
  static Path path(String first, String... more) {
    try {
      return Path.of(first, more);
    } catch (InvalidPathException e) {
      return Path.of(ascii(first), Stream.of(more).map(FileNames::ascii).toArray(String[]::new));
    }
  }

  private static String ascii(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "_");
  }
}
