package app.headroom.settings;

import app.headroom.job.Bytes;
import app.headroom.job.Overlap;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Ladder;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a value is written, and which values there are. The command line reads its options the same
 * way.
 *
 * @param allowed the values in words: {@code a size from 100 MB to 4.0 TB}
 * @param parse throws IllegalArgumentException for what is not allowed; its message is not shown
 * @param print the inverse of {@code parse}
 */
public record Kind<T>(String allowed, Function<String, T> parse, Function<T, String> print) {

  private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) *(.*)");

  /**
   * @throws IllegalArgumentException with a message for the user if {@code text} is not allowed
   */
  public T value(String text) {
    try {
      return parse.apply(text.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not " + allowed, e);
    }
  }

  public String text(T value) {
    return print.apply(value);
  }

  static Kind<Integer> wholeNumber(int least, int most) {
    return new Kind<>(
        "a whole number from " + least + " to " + most,
        text -> within(Integer.parseInt(text), least, most),
        String::valueOf);
  }

  static Kind<Double> number(double least, double most) {
    return new Kind<>(
        "a number from " + plain(least) + " to " + plain(most),
        text -> within(new BigDecimal(text).doubleValue(), least, most),
        Kind::plain);
  }

  /** Kept as a number from 0 to 100. */
  static Kind<Double> percent(double least, double most) {
    return new Kind<>(
        "a share from " + plain(least) + " % to " + plain(most) + " %",
        text -> {
          String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
          return within(new BigDecimal(digits.strip()).doubleValue(), least, most);
        },
        value -> plain(value) + " %");
  }

  static Kind<Long> size(long least, long most) {
    return new Kind<>(
        "a size from " + Bytes.text(least) + " to " + Bytes.text(most),
        text -> within(bytes(text), least, most),
        Kind::sizeText);
  }

  static Kind<Duration> duration(Duration least, Duration most) {
    return new Kind<>(
        "a time from " + durationText(least) + " to " + durationText(most),
        text -> within(duration(text), least, most),
        Kind::durationText);
  }

  static Kind<Boolean> yesNo() {
    return new Kind<>(
        "yes or no",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "yes", "true", "on" -> true;
              case "no", "false", "off" -> false;
              default -> throw new IllegalArgumentException();
            },
        value -> value ? "yes" : "no");
  }

  /** One of an enum's constants, each by the name that {@code id} gives it. */
  static <E extends Enum<E>> Kind<E> oneOf(Class<E> type, Function<E, String> id) {
    List<E> values = Arrays.asList(type.getEnumConstants());
    return new Kind<>(
        "one of " + values.stream().map(id).collect(Collectors.joining(", ")),
        text ->
            values.stream()
                .filter(value -> id.apply(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new),
        id);
  }

  /** Any of an enum's constants, joined by commas; {@code none} for none of them. */
  static <E extends Enum<E>> Kind<Set<E>> someOf(Class<E> type, Function<E, String> id) {
    Kind<E> one = oneOf(type, id);
    return new Kind<>(
        "none, or " + one.allowed() + ", or several joined by commas",
        text ->
            text.equalsIgnoreCase("none") || text.isEmpty()
                ? Set.of()
                : Pattern.compile(",")
                    .splitAsStream(text)
                    .limit(100)
                    .map(String::strip)
                    .map(one.parse())
                    .collect(Collectors.toCollection(TreeSet::new)),
        values ->
            values.isEmpty() ? "none" : values.stream().map(id).collect(Collectors.joining(", ")));
  }

  static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
    return oneOf(type, value -> value.name().toLowerCase(Locale.ROOT));
  }

  /** An absolute folder, or nothing. */
  static Kind<Optional<Path>> folder() {
    return path("an absolute path of a folder, or nothing");
  }

  static Kind<Optional<Path>> path(String allowed) {
    return new Kind<>(
        allowed,
        text -> {
          try {
            Optional<Path> path = text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
            if (path.isPresent() && !path.get().isAbsolute()) {
              throw new IllegalArgumentException();
            }
            return path;
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
          }
        },
        path -> path.map(Path::toString).orElse(""));
  }

  static Kind<String> text(String allowed, Pattern pattern) {
    return new Kind<>(
        allowed,
        text -> {
          if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException();
          }
          return text;
        },
        text -> text);
  }

  static Kind<SegmentChoice> segment() {
    return new Kind<>(
        "auto, or a number of seconds from "
            + plain(SegmentLength.SHORTEST.seconds())
            + " to "
            + plain(SegmentLength.LONGEST.seconds()),
        text ->
            text.equalsIgnoreCase("auto")
                ? new SegmentChoice.Auto()
                : new SegmentChoice.Fixed(
                    SegmentLength.ofSeconds(within(new BigDecimal(text).doubleValue(), 1.3, 15.0))),
        choice ->
            switch (choice) {
              case SegmentChoice.Auto _ -> "auto";
              case SegmentChoice.Fixed fixed -> plain(fixed.length().seconds());
            });
  }

  static Kind<Overlap> overlap() {
    Kind<Double> share = number(0, Overlap.Share.MOST);
    return new Kind<>(
        "auto, or " + share.allowed(),
        text -> text.equalsIgnoreCase("auto") ? Overlap.AUTO : new Overlap.Share(share.value(text)),
        overlap ->
            switch (overlap) {
              case Overlap.Auto _ -> "auto";
              case Overlap.Share(double value) -> share.text(value);
            });
  }

  static Kind<Ladder> ladder() {
    return new Kind<>(
        "seconds from the longest to the shortest, joined by commas, each from 1.3 to 15",
        text ->
            new Ladder(
                Pattern.compile(",")
                    .splitAsStream(text)
                    .limit(100)
                    .map(String::strip)
                    .map(seconds -> within(new BigDecimal(seconds).doubleValue(), 1.3, 15.0))
                    .map(SegmentLength::ofSeconds)
                    .toList()),
        ladder ->
            ladder.rungs().stream()
                .map(rung -> plain(rung.seconds()))
                .collect(Collectors.joining(", ")));
  }

  private static long bytes(String text) {
    Matcher quantity = quantity(text);
    long unit =
        switch (quantity.group(2).toUpperCase(Locale.ROOT)) {
          case "", "B" -> 1L;
          case "K", "KB" -> 1_000L;
          case "M", "MB" -> 1_000_000L;
          case "G", "GB" -> 1_000_000_000L;
          case "T", "TB" -> 1_000_000_000_000L;
          case "KIB" -> 1L << 10;
          case "MIB" -> 1L << 20;
          case "GIB" -> 1L << 30;
          case "TIB" -> 1L << 40;
          default -> throw new IllegalArgumentException();
        };
    return new BigDecimal(quantity.group(1))
        .multiply(BigDecimal.valueOf(unit))
        .toBigInteger()
        .longValueExact();
  }

  private static String sizeText(long bytes) {
    if (bytes > 0 && bytes % 1_000_000_000 == 0) {
      return bytes / 1_000_000_000 + " GB";
    }
    if (bytes > 0 && bytes % 1_000_000 == 0) {
      return bytes / 1_000_000 + " MB";
    }
    if (bytes > 0 && bytes % (1 << 20) == 0) {
      return bytes / (1 << 20) + " MiB";
    }
    if (bytes > 0 && bytes % (1 << 10) == 0) {
      return bytes / (1 << 10) + " KiB";
    }
    return bytes + " B";
  }

  private static Duration duration(String text) {
    Matcher quantity = quantity(text);
    long unitMillis =
        switch (quantity.group(2).toLowerCase(Locale.ROOT)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "min" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> throw new IllegalArgumentException();
        };
    return Duration.ofMillis(
        new BigDecimal(quantity.group(1))
            .multiply(BigDecimal.valueOf(unitMillis))
            .longValueExact());
  }

  private static String durationText(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis + " ms";
    }
    if (millis % 60_000 != 0) {
      return millis / 1_000 + " s";
    }
    return millis % 3_600_000 == 0 ? millis / 3_600_000 + " h" : millis / 60_000 + " min";
  }

  private static Matcher quantity(String text) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches()) {
      throw new IllegalArgumentException();
    }
    return quantity;
  }

  private static <C extends Comparable<C>> C within(C value, C least, C most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
