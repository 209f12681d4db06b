package app.headroom.settings;

import java.util.List;
import java.util.Locale;

/** How the window looks and speaks. */
public final class WindowSettings {

  /** Dark, light, or what the system is. */
  public enum Theme {
    SYSTEM,
    DARK,
    LIGHT
  }

  /** The languages that the window speaks, or the system's if it is one of them. */
  public enum Language {
    SYSTEM,
    ENGLISH,
    GERMAN;

    public Locale locale() {
      return switch (this) {
        case SYSTEM -> Locale.getDefault();
        case ENGLISH -> Locale.ENGLISH;
        case GERMAN -> Locale.GERMAN;
      };
    }
  }

  public static final Setting<Theme> THEME =
      new Setting<>(
          "window.theme",
          "Dark, light, or as the system is.",
          Kind.oneOf(Theme.class),
          Theme.SYSTEM);

  public static final Setting<Language> LANGUAGE =
      new Setting<>(
          "window.language",
          "The window's language; system: the system's, where the window speaks it.",
          Kind.oneOf(Language.class),
          Language.SYSTEM);

  public static final Setting<Boolean> REDUCE_MOTION =
      new Setting<>(
          "window.reduce-motion",
          "Whether nothing in the window moves by itself. no: as the system wishes.",
          Kind.yesNo(),
          false);

  private WindowSettings() {}

  /** In the order in which they stand in the file. */
  static List<Setting<?>> all() {
    return List.of(THEME, LANGUAGE, REDUCE_MOTION);
  }
}
