package app.headroom.cli;

import app.headroom.job.Times;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Amounts and names as people read them on a terminal. */
public final class Words {

  /** As the systems say it. */
  private static final List<String> FULL_DISK =
      List.of("no space left", "not enough space", "quota exceeded", "the disk is full");

  private Words() {}

  /** {@code 0:47}, {@code 1:02:03}. */
  static String time(Duration duration) {
    return Times.text(duration);
  }

  /** {@code 1.9x}: seconds of sound in a second. */
  static String speed(double secondsPerSecond) {
    return String.format(Locale.ROOT, "%.1fx", secondsPerSecond);
  }

  /** {@code 64 %}; rounded down, so that 100 means done. */
  static String percent(double share) {
    return (int) (Math.clamp(share, 0, 1) * 100) + " %";
  }

  /** {@code 118}, {@code 97.3}. */
  static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  /** {@code −31 dB}; rounded up, so that what is said to be within it is. */
  static String decibels(double decibels) {
    return (decibels < 0 ? "−" : "") + Math.abs((long) Math.ceil(decibels)) + " dB";
  }

  /** What went wrong; the system's own messages are often no more than a path. */
  public static String of(Exception failure) {
    Throwable cause = failure instanceof UncheckedIOException io ? io.getCause() : failure;
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    if (FULL_DISK.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains)) {
      return "a disk is full (" + message + "); make some room, then try it again";
    }
    if (!(cause instanceof FileSystemException file)) {
      return String.valueOf(failure.getMessage());
    }
    String path = file.getFile() == null ? "a file" : file.getFile();
    String reason = file.getReason();
    return path
        + switch (file) {
          case AccessDeniedException _ -> " may not be read or written";
          case FileAlreadyExistsException _ -> " is in the way: a file where a folder is to be";
          case NoSuchFileException _ -> " is not there, or can't be made";
          default -> " can't be read or written" + (reason == null ? "" : ": " + reason);
        };
  }

  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /**
   * The text on one line and without effect on a terminal: control characters, line separators,
   * characters that turn the writing direction, and halves of characters are shown as escapes.
   */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              switch (codePoint) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (harmless(codePoint)) {
                    shown.appendCodePoint(codePoint);
                  } else {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
                  }
                }
              }
            });
    return shown.toString();
  }

  private static boolean harmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default ->
          !(codePoint >= 0x202a && codePoint <= 0x202e)
              && !(codePoint >= 0x2066 && codePoint <= 0x2069);
    };
  }

  /** At most so many columns, with an ellipsis where something is missing. */
  static String cut(String text, int columns) {
    return text.codePointCount(0, text.length()) <= columns
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, columns - 1))) + "…";
  }
}
