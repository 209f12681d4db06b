package app.headroom.job;

import org.jspecify.annotations.Nullable;

/**
 * What a source file holds, as far as its header says.
 *
 * @param container ffmpeg's name: {@code wav}, {@code mp3}, {@code mov}
 * @param codec ffmpeg's name: {@code mp3}, {@code flac}, {@code pcm_s16le}
 * @param sampleRateHz of the file itself
 * @param channels of the file itself, at least 1
 * @param durationSeconds as the container promises or as its bit rate suggests, or null where
 *     neither is known or plausible; the decoded length can differ
 * @param hasCover whether an embedded picture was found
 */
public record SourceInfo(
    String container,
    String codec,
    int sampleRateHz,
    int channels,
    @Nullable Double durationSeconds,
    TrackTags tags,
    boolean hasCover) {}
