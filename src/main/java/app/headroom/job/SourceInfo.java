package app.headroom.job;

import org.jspecify.annotations.Nullable;

/**
 * What a source file holds, as far as its header says.
 *
 * @param durationSeconds as the container promises, or null where it does not say; the decoded
 *     length can differ
 * @param codec ffmpeg's name: {@code mp3}, {@code flac}
 * @param hasCover whether an embedded picture was found
 */
public record SourceInfo(
    String container,
    String codec,
    int sampleRateHz,
    int channels,
    @Nullable Double durationSeconds,
    @Nullable String title,
    @Nullable String artist,
    @Nullable String album,
    boolean hasCover) {}
