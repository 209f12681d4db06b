package app.headroom.job;

import java.util.List;
import java.util.stream.Stream;

/** Which stems are written. */
public sealed interface StemSelection {

  /** Every stem that the model knows. */
  record All() implements StemSelection {}

  /** Two files: the stem, and everything but the stem ({@code vocals} and {@code no_vocals}). */
  record Isolate(Stem stem) implements StemSelection {}

  static StemSelection all() {
    return new All();
  }

  static StemSelection isolate(Stem stem) {
    return new Isolate(stem);
  }

  /** What there is to choose from: all stems, then vocals and the others in their order. */
  static List<StemSelection> choices() {
    return Stream.concat(
            Stream.of(all()),
            Stream.of(Stem.VOCALS, Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.GUITAR, Stem.PIANO)
                .map(StemSelection::isolate))
        .toList();
  }
}
