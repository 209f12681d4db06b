package app.headroom.job;

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
}
