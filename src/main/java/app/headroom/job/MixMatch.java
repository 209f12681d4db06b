package app.headroom.job;

import org.jspecify.annotations.Nullable;

/**
 * How far the sum of a song's stems is from the song: the energy of the difference against the
 * energy of the song, in dB, from {@link #FLOOR_DB} (no difference) upwards; -31 means that they
 * sum to the mix within -31 dB. Compared at the stems' sample rate, with the stems' gain.
 *
 * @param separatedDb of the stems as they were separated
 * @param writtenDb of the files: with the residual, with what was clipped, rounded to the format's
 *     bits or as a lossy format decodes again; null where that is not known
 */
public record MixMatch(double separatedDb, @Nullable Double writtenDb) {

  public static final double FLOOR_DB = -200;

  /** What the files are, or where that is not known, what was separated. */
  public double db() {
    return writtenDb == null ? separatedDb : writtenDb;
  }

  /** Whether {@link #db} is of what was separated, and says nothing of the files. */
  public boolean beforeEncoding() {
    return writtenDb == null;
  }
}
