package app.headroom.job;

import org.jspecify.annotations.Nullable;

/**
 * What a song's own tags say. Each value is at most {@link #MAX_CHARS} long, without control
 * characters, and null where the file does not say.
 *
 * @param track the number alone, without the total: {@code 7}
 * @param year a year or a date as the file has it: {@code 1998}, {@code 1998-05-01}
 */
public record TrackTags(
    @Nullable String title,
    @Nullable String artist,
    @Nullable String album,
    @Nullable String albumArtist,
    @Nullable String track,
    @Nullable String year,
    @Nullable String genre) {

  /** A longer value is cut. */
  public static final int MAX_CHARS = 1000;

  public static final TrackTags NONE = new TrackTags(null, null, null, null, null, null, null);
}
