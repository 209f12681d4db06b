package app.headroom.audio;

import app.headroom.job.TrackTags;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** A song's tags as libavformat reads them, cleaned and bounded. */
final class SourceTags {

  private static final int MAX_BYTES = 4 * TrackTags.MAX_CHARS;

  private SourceTags() {}

  /**
   * @param container tags of the file
   * @param stream tags of its sound stream, where Ogg has them
   */
  static TrackTags of(AVDictionary container, AVDictionary stream) {
    return new TrackTags(
        value(container, stream, "title"),
        value(container, stream, "artist"),
        value(container, stream, "album"),
        value(container, stream, "album_artist"),
        trackNumber(value(container, stream, "track")),
        year(value(container, stream, "date"), value(container, stream, "year")),
        value(container, stream, "genre"));
  }

  private static @Nullable String value(AVDictionary container, AVDictionary stream, String key) {
    String value = clean(Ffmpeg.value(container, key, MAX_BYTES));
    return value != null ? value : clean(Ffmpeg.value(stream, key, MAX_BYTES));
  }

  /** Control characters become spaces; what is empty then is absent. */
  static @Nullable String clean(@Nullable String raw) {
    if (raw == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    raw.codePoints()
        .map(point -> Character.isISOControl(point) ? ' ' : point)
        .filter(point -> point != '\ufffd')
        .forEach(text::appendCodePoint);
    int end = Math.min(text.length(), TrackTags.MAX_CHARS);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String cleaned = text.substring(0, end).strip();
    return cleaned.isEmpty() ? null : cleaned;
  }

  /** Of {@code 7/12} the 7. */
  private static @Nullable String trackNumber(@Nullable String track) {
    if (track == null) {
      return null;
    }
    int slash = track.indexOf('/');
    return clean(slash < 0 ? track : track.substring(0, slash));
  }

  private static @Nullable String year(@Nullable String date, @Nullable String year) {
    return date != null ? date : year;
  }
}
