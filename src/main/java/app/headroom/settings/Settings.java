package app.headroom.settings;

import java.util.HashMap;
import java.util.Map;

/** What the user has set; everything else has its fallback. Immutable. */
public final class Settings {

  /** The user has set nothing. */
  public static final Settings FALLBACKS = new Settings(Map.of());

  private final Map<Setting<?>, Object> chosen;

  private Settings(Map<Setting<?>, Object> chosen) {
    this.chosen = Map.copyOf(chosen);
  }

  public <T> T get(Setting<T> setting) {
    @SuppressWarnings("unchecked") // with() is the only way in, and it keeps the types together
    T value = (T) chosen.get(setting);
    return value == null ? setting.fallback() : value;
  }

  /** Whether the user has set it, be it to its fallback. */
  public boolean isChosen(Setting<?> setting) {
    return chosen.containsKey(setting);
  }

  public <T> Settings with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> values = new HashMap<>(chosen);
    values.put(setting, value);
    return new Settings(values);
  }

  /** Back to its fallback. */
  public Settings without(Setting<?> setting) {
    Map<Setting<?>, Object> values = new HashMap<>(chosen);
    values.remove(setting);
    return new Settings(values);
  }

  /**
   * As {@link #with}, of a value as it is written in the file.
   *
   * @throws IllegalArgumentException with a message for the user if it is not allowed
   */
  public <T> Settings withText(Setting<T> setting, String text) {
    return with(setting, setting.kind().value(text));
  }

  /** As it would be written in the file. */
  public <T> String text(Setting<T> setting) {
    return setting.kind().text(get(setting));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && chosen.equals(settings.chosen);
  }

  @Override
  public int hashCode() {
    return chosen.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Setting<?> setting : Setting.all()) {
      if (isChosen(setting)) {
        text.append(setting.name()).append(" = ").append(text(setting)).append('\n');
      }
    }
    return text.toString();
  }
}
