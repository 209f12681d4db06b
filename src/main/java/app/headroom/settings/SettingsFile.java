package app.headroom.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings as a text file, UTF-8: {@code name = value} on a line, {@code #} begins a comment,
 * no escapes. What the user wrote stays as it is: saving changes the lines whose value changed and
 * no others. Not thread-safe across processes: the last one to save wins, line by line.
 */
public final class SettingsFile {

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_LINE_CHARS = 8192;
  private static final int MAX_PROBLEMS = 20;

  private static final List<String> HEADER =
      List.of(
          "# The settings of Headroom: a name, an equals sign and a value on each line.",
          "# A line that begins with # is a comment. The settings below are commented out and show",
          "# their defaults: to change one, take its # away and put another value.");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path file;

  public SettingsFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  /**
   * What the file says, as far as it can be taken.
   *
   * @param settings what is wrong has its fallback
   * @param wrong what is not allowed
   * @param mended budgets that can't be held, and what counts in their place
   */
  public record Reading(
      Settings settings,
      List<SettingsException.Problem> wrong,
      List<SettingsException.Problem> mended) {

    private static final Reading NOTHING = new Reading(Settings.FALLBACKS, List.of(), List.of());

    public Reading {
      wrong = List.copyOf(wrong);
      mended = List.copyOf(mended);
    }
  }

  /**
   * What the file says; without a file, {@link Settings#FALLBACKS}. Of budgets that can't be held
   * the nearest that can, see {@link Reading#mended}.
   *
   * @throws SettingsException if anything in it is not allowed; nothing of it is then used
   * @throws IOException if it can't be read
   */
  public Settings load() throws IOException, SettingsException {
    Reading reading = read();
    if (!reading.wrong().isEmpty()) {
      throw new SettingsException(file, reading.wrong());
    }
    return reading.settings();
  }

  /**
   * As {@link #load}, line by line: what is wrong in one takes nothing from the others.
   *
   * @throws IOException if it can't be read
   */
  public Reading read() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; the settings are a file of that name");
    }
    if (!Files.exists(file)) {
      return Reading.NOTHING;
    }
    try {
      return mended(parse(lines()));
    } catch (SettingsException e) {
      return new Reading(Settings.FALLBACKS, e.problems(), List.of());
    }
  }

  private static Reading mended(Parsed parsed) {
    List<SettingsException.Problem> mended = new ArrayList<>();
    Settings settings =
        Budgets.mended(
            parsed.settings(),
            MemorySettings.plainPolicy(parsed.settings()),
            (setting, what) ->
                mended.add(
                    new SettingsException.Problem(
                        parsed.lineByName().getOrDefault(setting.name(), 1), what)));
    return new Reading(settings, parsed.problems(), mended);
  }

  /** The problem as it is told where the file is not at hand. */
  public String told(SettingsException.Problem problem) {
    return file + ":" + problem.line() + ": " + problem.what();
  }

  /**
   * Writes a file that names and explains every setting, if there is no file yet.
   *
   * @return whether it was written
   */
  public boolean createIfAbsent() throws IOException {
    if (Files.exists(file)) {
      return false;
    }
    write(template());
    return true;
  }

  /**
   * Makes the file say {@code settings}.
   *
   * @throws SettingsException if the present file has something that is not allowed, or {@code
   *     settings} contradict each other; the file is then left as it is
   */
  public void save(Settings settings) throws IOException, SettingsException {
    List<String> lines = new ArrayList<>(Files.exists(file) ? lines() : template());
    Settings present = strict(lines);
    for (Setting<?> setting : Setting.all()) {
      boolean same =
          settings.isChosen(setting) == present.isChosen(setting)
              && settings.text(setting).equals(present.text(setting));
      if (!same) {
        put(lines, setting, settings);
      }
    }
    checkTogether(strict(lines)); // settings that contradict each other are not written
    write(lines);
  }

  /**
   * As {@link #save}; but a present file that has something that is not allowed, or that can't be
   * read, is put aside first, beside the new one; it comes back if that cannot be written.
   *
   * @param now for its name
   * @return where it was put, if it was
   */
  public Optional<Path> saveOver(Settings settings, Instant now)
      throws IOException, SettingsException {
    boolean good;
    try {
      good = read().wrong().isEmpty();
    } catch (IOException _) {
      good = false;
    }
    if (good) {
      save(settings);
      return Optional.empty();
    }
    Path kept = file.resolveSibling(file.getFileName() + ".corrupt-" + TIME.format(now));
    Files.move(file, kept);
    boolean saved = false;
    try {
      save(settings);
      saved = true;
    } finally {
      if (!saved && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(kept, file);
      }
    }
    return Optional.of(kept);
  }

  private void checkTogether(Settings settings) throws SettingsException {
    try {
      MemorySettings.policy(settings);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          file, List.of(new SettingsException.Problem(1, String.valueOf(e.getMessage()))));
    }
  }

  private Settings strict(List<String> lines) throws SettingsException {
    Parsed parsed = parse(lines);
    if (!parsed.problems().isEmpty()) {
      throw new SettingsException(file, parsed.problems());
    }
    return parsed.settings();
  }

  private static void put(List<String> lines, Setting<?> setting, Settings settings) {
    String line =
        settings.isChosen(setting)
            ? setting.name() + " = " + settings.text(setting)
            : commentedOut(setting);
    int at = lineOf(lines, setting, "");
    if (at < 0) {
      at = lineOf(lines, setting, "#");
    }
    if (at >= 0) {
      lines.set(at, line.stripTrailing());
    } else {
      lines.add(line.stripTrailing());
    }
  }

  private static int lineOf(List<String> lines, Setting<?> setting, String prefix) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith(prefix)
          && line.contains("=")
          && line.substring(prefix.length(), line.indexOf('=')).strip().equals(setting.name())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * @param settings as they are written; what is wrong is left out
   */
  private record Parsed(
      Settings settings,
      List<SettingsException.Problem> problems,
      Map<String, Integer> lineByName) {}

  private static Parsed parse(List<String> lines) {
    Map<String, Setting<?>> byName = new LinkedHashMap<>();
    Setting.all().forEach(setting -> byName.put(setting.name(), setting));
    Map<String, Integer> seen = new HashMap<>();
    List<SettingsException.Problem> problems = new ArrayList<>();
    Settings settings = Settings.FALLBACKS;
    for (int i = 0; i < lines.size() && problems.size() < MAX_PROBLEMS; i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals).strip();
      @Nullable Setting<?> setting = byName.get(name);
      @Nullable Integer before = seen.putIfAbsent(name, i + 1);
      String problem = null;
      if (line.length() > MAX_LINE_CHARS) {
        problem = "the line is longer than " + MAX_LINE_CHARS + " characters";
      } else if (equals < 0) {
        problem = "\"" + line + "\" has no equals sign; a line is: name = value";
      } else if (setting == null) {
        problem = "there is no setting " + name + nearest(name, byName.keySet().stream().toList());
      } else if (before != null) {
        problem = name + " is set on line " + before + " already";
      } else {
        try {
          settings = settings.withText(setting, line.substring(equals + 1).strip());
        } catch (IllegalArgumentException e) {
          problem = name + ": " + e.getMessage();
        }
      }
      if (problem != null) {
        problems.add(new SettingsException.Problem(i + 1, problem));
      }
    }
    Optional<SettingsException.Problem> contradiction = contradiction(settings, seen);
    if (contradiction.isPresent()) {
      problems.add(contradiction.get());
      settings = MemorySettings.without(settings);
    }
    return new Parsed(settings, problems, seen);
  }

  private static Optional<SettingsException.Problem> contradiction(
      Settings settings, Map<String, Integer> lineByName) {
    try {
      MemorySettings.plainPolicy(settings);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      int line =
          lineByName.entrySet().stream()
              .filter(entry -> message.contains(entry.getKey()))
              .mapToInt(Map.Entry::getValue)
              .max()
              .orElse(1);
      return Optional.of(new SettingsException.Problem(line, message));
    }
  }

  private static String nearest(String name, List<String> names) {
    Optional<String> nearest =
        names.stream()
            .min(Comparator.comparingInt(known -> distance(name, known)))
            .filter(known -> distance(name, known) <= Math.max(3, known.length() / 3));
    return nearest.map(known -> "; did you mean " + known + "?").orElse("");
  }

  /** Levenshtein's, of names short enough to be meant. */
  private static int distance(String left, String right) {
    if (left.length() > 100) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }

  private List<String> lines() throws IOException, SettingsException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new SettingsException(
          file, List.of(new SettingsException.Problem(1, "the file is larger than 1 MB")));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    } catch (CharacterCodingException e) {
      throw new SettingsException(
          file, List.of(new SettingsException.Problem(1, "the file is not UTF-8 text")));
    }
  }

  private static List<String> template() {
    List<String> lines = new ArrayList<>(HEADER);
    for (Setting<?> setting : Setting.all()) {
      lines.add("");
      lines.addAll(wrapped(setting.comment()));
      lines.addAll(wrapped("Allowed: " + setting.kind().allowed() + "."));
      lines.add(commentedOut(setting).stripTrailing());
    }
    return lines;
  }

  private static String commentedOut(Setting<?> setting) {
    return "#" + setting.name() + " = " + setting.fallbackText();
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > 98) {
        lines.add(line.toString());
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A temporary sibling, forced and moved into place. */
  private void write(List<String> lines) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path temporary = Files.createTempFile(target.resolveSibling(""), ".headroom-", ".properties");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes =
            ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
