package app.headroom.memory;

import java.math.BigDecimal;
import java.time.Duration;

/** Refuses settings that are out of their range, naming both. */
final class Range {

  private Range() {}

  static void check(String setting, double value, double least, double most) {
    // written so that NaN is refused
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          setting + " must be from " + text(least) + " to " + text(most) + ", not " + text(value));
    }
  }

  static void check(String setting, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          setting + " must be from " + least + " to " + most + ", not " + value);
    }
  }

  static void check(String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          setting + " must be from " + text(least) + " to " + text(most) + ", not " + text(value));
    }
  }

  static void checkLess(String setting, double value, String other, double otherValue) {
    if (value >= otherValue) {
      throw new IllegalArgumentException(
          setting
              + " must be less than "
              + other
              + " ("
              + text(otherValue)
              + "), not "
              + text(value));
    }
  }

  /** Without a fraction of zero. */
  static String text(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private static String text(Duration value) {
    return text(value.toMillis() / 1000.0) + " s";
  }
}
