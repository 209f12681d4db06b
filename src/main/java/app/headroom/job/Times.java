package app.headroom.job;

import java.time.Duration;
import java.util.Locale;

/** Lengths, places in a song and times that something took in words; the one rule for all. */
public final class Times {

  private Times() {}

  /**
   * {@code 0:47}, from an hour on {@code 1:02:03}; to the nearest second, negative ones as 0:00.
   */
  public static String text(Duration time) {
    long seconds = Math.max(0, Math.floorDiv(time.toMillis() + 500, 1000L));
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }
}
