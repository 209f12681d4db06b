package app.headroom.handoff;

import java.util.Locale;

/** Names and colours of stems, as Native Instruments' stem files have them. */
public final class StemLook {

  private StemLook() {}

  /** {@code Drums} for {@code drums}, {@code No drums} for {@code no_drums}. */
  public static String name(String stem) {
    if (stem.equals("no_vocals")) {
      return "Instrumental";
    }
    String words = stem.replace('_', ' ');
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** {@code #RRGGBB}. */
  public static String colour(String stem) {
    return switch (stem) {
      case "drums" -> "#009E73";
      case "bass" -> "#D55E00";
      case "other" -> "#CC79A7";
      case "vocals" -> "#56B4E9";
      case "guitar" -> "#E69F00";
      case "piano" -> "#0072B2";
      default -> "#999999";
    };
  }
}
