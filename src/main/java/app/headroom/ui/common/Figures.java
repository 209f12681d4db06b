package app.headroom.ui.common;

import app.headroom.job.Times;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as musicians read them, in one language: 0:47, 64 %, 1.9×, 412 MB, 3.9 s. */
public final class Figures {

  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;

  private final NumberFormat oneDecimal;
  private final NumberFormat twoDecimals;
  private final NumberFormat whole;
  private final DateTimeFormatter clock;

  public Figures(Locale locale, ZoneId zone) {
    oneDecimal = decimals(locale, 1, 1);
    twoDecimals = decimals(locale, 1, 2);
    whole = decimals(locale, 0, 0);
    clock = DateTimeFormatter.ofPattern("H:mm", locale).withZone(zone);
  }

  private static NumberFormat decimals(Locale locale, int least, int most) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setMinimumFractionDigits(least);
    format.setMaximumFractionDigits(most);
    format.setGroupingUsed(false);
    return format;
  }

  /** {@code m:ss}, or {@code h:mm:ss} from an hour on. */
  public String time(Duration duration) {
    return Times.text(duration);
  }

  public String time(double seconds) {
    return time(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /** The time of day. */
  public String clock(Instant instant) {
    return clock.format(instant);
  }

  /** Never 100 % before everything is done. */
  public String percent(double share) {
    return percentNumber(share) + " %";
  }

  public String percentNumber(double share) {
    long rounded = Math.round(share * 100);
    return whole.format(share < 1 ? Math.min(99, Math.max(0, rounded)) : rounded);
  }

  /** How many times as fast as listening. */
  public String speed(double timesRealTime) {
    return (timesRealTime < 10 ? oneDecimal : whole).format(timesRealTime) + "×";
  }

  /** {@code 412 MB}, from a gigabyte on {@code 1.8 GB}. */
  public String memory(long bytes) {
    return bytes < 999.5 * MEGABYTE
        ? whole.format(bytes / MEGABYTE) + " MB"
        : gigabytes(bytes) + " GB";
  }

  /** Both in the unit of the larger: the texts for {@code 412 of 600 MB}. */
  public Pair memoryPair(long part, long total) {
    return Math.max(part, total) < 999.5 * MEGABYTE
        ? new Pair(whole.format(part / MEGABYTE), whole.format(total / MEGABYTE) + " MB")
        : new Pair(gigabytes(part), gigabytes(total) + " GB");
  }

  /** One decimal, without its unit. */
  public String gigabytes(long bytes) {
    return oneDecimal.format(bytes / GIGABYTE);
  }

  /** {@code 3.9 s}, {@code 5.85 s}. */
  public String seconds(double seconds) {
    return twoDecimals.format(seconds) + " s";
  }

  /** {@code −31 dB}; rounded up, so that what is said to be within it is. */
  public String decibels(double decibels) {
    return (decibels < 0 ? "−" : "") + whole.format(Math.abs(Math.ceil(decibels))) + " dB";
  }

  /** A number with at most two decimals. */
  public String number(double value) {
    return value == Math.rint(value) ? whole.format(value) : twoDecimals.format(value);
  }

  /** A part without its unit, and a total with it. */
  public record Pair(String part, String total) {}
}
