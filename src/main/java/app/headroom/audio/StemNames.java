package app.headroom.audio;

import app.headroom.job.TrackTags;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the stems of a song go: a template such as {@code {model}/{track}/{stem}.{ext}}, checked.
 * Pure and immutable; fit for a preview on every keystroke.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StemNames {

  /** What may stand in braces. */
  public static final List<String> PLACEHOLDERS =
      List.of(
          "model",
          "track",
          "stem",
          "ext",
          "title",
          "artist",
          "album",
          "albumartist",
          "tracknumber",
          "year",
          "genre");

  private StemNames() {}

  /**
   * @throws AudioException with an {@code InvalidRequest} that says what is wrong with the template
   */
  public static StemNames parse(String template) throws AudioException {
    throw new UnsupportedOperationException();
  }

  /**
   * What is filled in.
   *
   * @param track the source's file name without its extension
   * @param extension without a dot
   */
  public record Song(String model, String track, TrackTags tags, String extension) {}

  /**
   * The relative path of one stem; every component is a legal name on every system, at most 255
   * bytes long, and none leads upwards.
   *
   * @param stem {@code vocals}, {@code no_vocals}
   */
  public Path fileOf(String stem, Song song) {
    throw new UnsupportedOperationException();
  }
}
