package app.headroom.cli;

import app.headroom.job.OutputFormat;
import app.headroom.job.Stem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The stems of one song, found by the names of the files in a folder: {@code drums.wav}, {@code
 * Artist - Title (drums).flac}.
 *
 * @param track what the files begin with, or where that is nothing, the folder's name
 */
record StemFolder(String track, Map<String, Path> stems) {

  private static final Set<String> EXTENSIONS =
      Arrays.stream(OutputFormat.values()).map(OutputFormat::extension).collect(Collectors.toSet());

  /** In the order of models, and then what is no model's. */
  private static final List<String> IDS = ids();

  /** A stem's id at the end, alone or apart from what stands before it. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:(.*)[^\\p{Alnum}](?<!(?:^|[^\\p{Alnum}])no_))?(" + String.join("|", IDS) + ")[)\\]]?",
          Pattern.CASE_INSENSITIVE);

  private static final int MOST_FILES = 1_000;

  private static List<String> ids() {
    List<String> ids = new ArrayList<>(Arrays.stream(Stem.values()).map(Stem::id).toList());
    List<String> others = ids.stream().map(id -> "no_" + id).toList();
    ids.addAll(others);
    ids.add("residual");

    return List.copyOf(ids);
  }

  /**
   * @throws IOException if it cannot be read, or does not hold one song's stems
   */
  static StemFolder of(Path folder) throws IOException {
    Map<String, Path> found = new HashMap<>();
    String track = null;
    int files = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path file : entries) {
        if (++files > MOST_FILES) {
          throw new IOException(folder + " holds more than " + MOST_FILES + " files");
        }
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        Matcher stem = NAME.matcher(dot < 0 ? "" : name.substring(0, dot));
        if (dot < 0
            || !EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
            || name.startsWith(".")
            || !stem.matches()
            || !Files.isRegularFile(file)) {
          continue;
        }
        String before = stem.group(1) == null ? "" : stem.group(1);
        if ((track != null && !track.equals(before))
            || found.put(stem.group(2).toLowerCase(Locale.ROOT), file) != null) {
          throw new IOException(folder + " holds stems of more than one song");
        }
        track = before;
      }
    }
    if (track == null) {
      throw new IOException("no stems lie in " + folder);
    }
    Map<String, Path> stems = new LinkedHashMap<>();
    IDS.stream().filter(found::containsKey).forEach(id -> stems.put(id, found.get(id)));
    String bare = track.replaceFirst("[\\s(\\[_.-]+$", "");
    return new StemFolder(bare.isEmpty() ? String.valueOf(folder.getFileName()) : bare, stems);
  }
}
