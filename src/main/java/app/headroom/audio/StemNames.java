package app.headroom.audio;

import app.headroom.job.JobFailure;
import app.headroom.job.TrackTags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the stems of a song go: a template such as {@code {model}/{track}/{stem}.{ext}}, checked.
 * Pure and immutable; fit for a preview on every keystroke.
 *
 * <p>Folders are separated by {@code /} or {@code \}. A file name without {@code {ext}} gets it at
 * its end. A value that the song does not have is replaced by words ({@code Unknown Artist}); the
 * title by the track's file name.
 */
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

  private static final int MAX_TEMPLATE_CHARS = 1000;
  private static final int MAX_LITERAL_BYTES = 150;
  private static final String EXAMPLE = "For example: {model}/{track}/{stem}.{ext}";

  /** A piece of a path component: text as it is, or a placeholder's name. */
  private sealed interface Piece {
    record Literal(String text) implements Piece {}

    record Placeholder(String name) implements Piece {}
  }

  private final List<List<Piece>> components;

  private StemNames(List<List<Piece>> components) {
    this.components = components;
  }

  /**
   * What is filled in.
   *
   * @param track the source's file name without its extension
   * @param extension without a dot
   */
  public record Song(String model, String track, TrackTags tags, String extension) {

    /** The song that lies in that file. */
    public static Song of(String model, Path source, TrackTags tags, String extension) {
      String name = Objects.toString(source.getFileName(), "track");
      int dot = name.lastIndexOf('.');
      return new Song(model, dot > 0 ? name.substring(0, dot) : name, tags, extension);
    }
  }

  /**
   * @throws AudioException with an {@code InvalidRequest} that says what is wrong with the template
   */
  public static StemNames parse(String template) throws AudioException {
    if (template.isBlank()) {
      throw invalid("the name template is empty");
    }
    if (template.length() > MAX_TEMPLATE_CHARS) {
      throw invalid("the name template is longer than " + MAX_TEMPLATE_CHARS + " characters");
    }
    String[] names = withoutThisFolder(template).split("[/\\\\]", -1);
    List<List<Piece>> components = new ArrayList<>();
    for (String component : names) {
      if (component.isBlank()) {
        throw invalid(
            components.isEmpty()
                ? "the name template is an absolute path"
                : "the name template has a folder without a name");
      }
      if (component.strip().equals("..") || component.strip().equals(".")) {
        throw invalid("the name template leads out of the output folder");
      }
      boolean isFile = components.size() == names.length - 1;
      components.add(
          pieces(isFile && !component.contains("{ext}") ? component + ".{ext}" : component));
    }
    if (components.stream()
        .flatMap(List::stream)
        .noneMatch(new Piece.Placeholder("stem")::equals)) {
      throw invalid("the name template lacks {stem}, so all stems would be the same file");
    }
    return new StemNames(components);
  }

  /** {@code ./} at the beginning is where the stems lie anyway. */
  private static String withoutThisFolder(String template) {
    return template.replaceFirst("^(\\.[/\\\\])+(?![/\\\\])", "");
  }

  private static List<Piece> pieces(String component) throws AudioException {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    int literalBytes = 0;
    while (at < component.length()) {
      int open = component.indexOf('{', at);
      String literal = component.substring(at, open < 0 ? component.length() : open);
      if (literal.indexOf('}') >= 0) {
        throw invalid("the name template has a } without a {");
      }
      if (!literal.isEmpty()) {
        pieces.add(new Piece.Literal(FileNames.safeText(literal)));
        literalBytes += literal.getBytes(StandardCharsets.UTF_8).length;
      }
      if (open < 0) {
        break;
      }
      int close = component.indexOf('}', open);
      if (close < 0) {
        throw invalid("the name template has a { without a }");
      }
      String name = component.substring(open + 1, close);
      if (!PLACEHOLDERS.contains(name)) {
        throw invalid("the name template has {" + name + "}, which means nothing");
      }
      pieces.add(new Piece.Placeholder(name));
      at = close + 1;
    }
    if (literalBytes > MAX_LITERAL_BYTES) {
      throw invalid("the name template has a name that is too long");
    }
    return List.copyOf(pieces);
  }

  private static AudioException invalid(String reason) {
    return new AudioException(
        new JobFailure.InvalidRequest(
            reason, "Use " + String.join(", ", PLACEHOLDERS) + " in braces. " + EXAMPLE + "."));
  }

  /**
   * The relative path of one stem; every component is a legal name on every system, at most 255
   * bytes long, and none leads upwards.
   *
   * @param stem {@code vocals}, {@code no_vocals}
   */
  public Path fileOf(String stem, Song song) {
    Map<String, String> values = values(stem, song);
    String[] names =
        components.stream().map(component -> name(component, values)).toArray(String[]::new);
    return FileNames.path(names[0], Arrays.copyOfRange(names, 1, names.length));
  }

  private static String name(List<Piece> component, Map<String, String> values) {
    List<String> texts = new ArrayList<>();
    List<Integer> shortenable = new ArrayList<>();
    for (Piece piece : component) {
      switch (piece) {
        case Piece.Literal(String text) -> texts.add(text);
        case Piece.Placeholder(String name) -> {
          if (!name.equals("stem") && !name.equals("ext")) {
            shortenable.add(texts.size());
          }
          String value = FileNames.safeText(Objects.requireNonNull(values.get(name)));
          // a name that begins with a dot is hidden, which nobody has asked for
          texts.add(texts.isEmpty() ? value.replaceFirst("^\\s*\\.", "_") : value);
        }
      }
    }
    return FileNames.component(texts, shortenable);
  }

  private static Map<String, String> values(String stem, Song song) {
    TrackTags tags = song.tags();
    String artist = or(tags.artist(), "Unknown Artist");
    return Map.ofEntries(
        Map.entry("model", song.model()),
        Map.entry("track", song.track()),
        Map.entry("stem", stem),
        Map.entry("ext", song.extension()),
        Map.entry("title", or(tags.title(), song.track())),
        Map.entry("artist", artist),
        Map.entry("album", or(tags.album(), "Unknown Album")),
        Map.entry("albumartist", or(tags.albumArtist(), artist)),
        Map.entry("tracknumber", twoDigits(or(tags.track(), "0"))),
        Map.entry("year", year(or(tags.year(), "Unknown Year"))),
        Map.entry("genre", or(tags.genre(), "Unknown Genre")));
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null || value.isBlank() ? otherwise : value;
  }

  private static String twoDigits(String number) {
    return number.length() == 1 ? "0" + number : number;
  }

  private static String year(String date) {
    return date.matches("\\d{4}-.*") ? date.substring(0, 4) : date;
  }
}
