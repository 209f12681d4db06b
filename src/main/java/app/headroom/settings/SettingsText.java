package app.headroom.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a settings file: what they say, and how a setting is written and explained. */
record SettingsText(List<String> lines) {

  private static final int MAX_LINE_CHARS = 8192;
  private static final int MAX_PROBLEMS = 20;

  private static final List<String> HEADER =
      List.of(
          "# The settings of Headroom: a name, an equals sign and a value on each line.",
          "# A line that begins with # is a comment. The settings below are commented out and show",
          "# their defaults: to change one, take its # away and put another value.");

  SettingsText {
    lines = List.copyOf(lines);
  }

  /** Names and explains every setting, and sets none. */
  static SettingsText template() {
    List<String> lines = new ArrayList<>(HEADER);
    for (Setting<?> setting : Setting.all()) {
      lines.add("");
      lines.addAll(wrapped(setting.comment()));
      lines.addAll(wrapped("Allowed: " + setting.kind().allowed() + "."));
      lines.add(commentedOut(setting).stripTrailing());
    }
    return new SettingsText(lines);
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

  /**
   * @param settings as they are written; what is wrong is left out
   */
  record Parsed(
      Settings settings,
      List<SettingsException.Problem> problems,
      Map<String, Integer> lineByName) {}

  /** What is wrong in one line takes nothing from the others. */
  Parsed parse() {
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

  /** Another, in which the settings that differ have other lines; all else stays as it is. */
  SettingsText changed(Settings from, Settings to) {
    List<String> changed = new ArrayList<>(lines);
    for (Setting<?> setting : Setting.all()) {
      boolean same =
          to.isChosen(setting) == from.isChosen(setting)
              && to.text(setting).equals(from.text(setting));
      if (!same) {
        put(changed, setting, to);
      }
    }
    return new SettingsText(changed);
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
}
