package app.headroom.job;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a finished job has to tell besides its stems.
 *
 * @param match how far the stems' sum is from the mix, or null where it was not measured
 * @param handOffs file by hand-off, of those that were made
 */
public record Extras(@Nullable MixMatch match, Music music, Map<HandOff, Path> handOffs) {

  public static final Extras NONE = new Extras(null, Music.UNKNOWN, Map.of());

  public Extras {
    handOffs = Collections.unmodifiableMap(new LinkedHashMap<>(handOffs));
  }

  /** What is stored, or {@link #NONE} where nothing is. */
  public static Extras of(@Nullable Extras stored) {
    return Objects.requireNonNullElse(stored, NONE);
  }
}
