package app.headroom.job;

import org.jspecify.annotations.Nullable;

/**
 * How far the sum of a song's stems is from the song: the energy of the difference against the
 * energy of the song, in dB, from {@link #FLOOR_DB} (no difference) upwards; -31 means that they
 * sum to the mix within -31 dB. Compared at the stems' sample rate, with the stems' gain.
 *
 * @param separatedDb of the stems as they were separated
 * @param writtenDb of the files: with the residual, with what was clipped, rounded to the format's
 *     bits; null for a lossy format, whose own losses are much larger
 */
public record MixMatch(double separatedDb, @Nullable Double writtenDb) {

  public static final double FLOOR_DB = -200;

  /** The better known of the two: what the files are, or else what was separated. */
  public double db() {
    return writtenDb == null ? separatedDb : writtenDb;
  }
}
