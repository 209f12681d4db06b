package app.headroom.memory.probe;

import app.headroom.memory.Stall;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code /proc/pressure/memory} and a control group's {@code memory.pressure}. */
final class PressureText {

  private static final String AVG10 = " avg10=";

  private PressureText() {}

  /** Empty if a line is missing, as where only one of them is known. */
  static Optional<Stall> parse(String text) {
    OptionalDouble some = avg10(text, "some" + AVG10);
    OptionalDouble full = avg10(text, "full" + AVG10);
    return some.isPresent() && full.isPresent()
        ? Optional.of(new Stall(some.getAsDouble(), full.getAsDouble()))
        : Optional.empty();
  }

  private static OptionalDouble avg10(String text, String start) {
    int at = text.indexOf(start);
    int end = at < 0 ? -1 : text.indexOf(' ', at + start.length());
    if (end < 0) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text.substring(at + start.length(), end)));
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }
}
