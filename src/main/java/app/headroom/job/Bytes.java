package app.headroom.job;

import java.util.Locale;

/** Amounts of memory and disk in words, in decimal units as musicians' systems show them. */
public final class Bytes {

  private Bytes() {}

  /** For example {@code 412 MB} or {@code 1.8 GB}; independent of the locale. */
  public static String text(long bytes) {
    if (bytes < 1_000_000) {
      return Math.ceilDiv(bytes, 1000) + " kB";
    }
    if (bytes < 999_500_000) {
      return Math.round(bytes / 1e6) + " MB";
    }
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
