package app.headroom.job;

/**
 * What becomes of the part of a song that is in none of its stems: the mix less their sum. A
 * network leaves some; with {@link #STEM} and {@link #SHARE} the files sum to the mix.
 */
public enum Residual {
  /** It is left out; the receipt says how much it is. */
  NONE,
  /** One more file, {@code residual}, holds it. */
  STEM,
  /** Each stem gets as much of it as it has of the energy of the last moment. */
  SHARE
}
