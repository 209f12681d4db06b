package app.headroom.job;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a song's stems are delivered with. Jobs that were stored before there was any of it have
 * {@link #PLAIN}.
 *
 * @param residual what becomes of the part of the song that is in no stem
 * @param handOffs what is made of the stems besides, in the order of {@link HandOff}
 * @param tagMusic whether tempo and key are written into the stems' tags
 */
public record Delivery(Residual residual, Set<HandOff> handOffs, boolean tagMusic) {

  /** The stems alone. */
  public static final Delivery PLAIN = new Delivery(Residual.NONE, Set.of(), false);

  public Delivery {
    handOffs = Collections.unmodifiableSet(new TreeSet<>(handOffs));
  }

  /** What is stored, or {@link #PLAIN} where nothing is. */
  public static Delivery of(@Nullable Delivery stored) {
    return Objects.requireNonNullElse(stored, PLAIN);
  }
}
