package app.headroom.job;

import java.util.Locale;

/** One source of a mix, in the order in which Demucs models give them. */
public enum Stem {
  DRUMS,
  BASS,
  OTHER,
  VOCALS,
  GUITAR,
  PIANO;

  /** The field's lower-case name, as in file names: {@code drums}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if no stem has that id
   */
  public static Stem of(String id) {
    for (Stem stem : values()) {
      if (stem.id().equals(id)) {
        return stem;
      }
    }
    throw new IllegalArgumentException("no stem is called " + id);
  }
}
