package app.headroom.job;

import org.jspecify.annotations.Nullable;

/**
 * What was heard of a song's music.
 *
 * @param tempoBpm beats a minute, or null where there is no steady beat
 * @param key as ID3 writes it: {@code C}, {@code F#m}; null where no key stands out
 */
public record Music(@Nullable Double tempoBpm, @Nullable String key) {

  public static final Music UNKNOWN = new Music(null, null);
}
