package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which job will write which file, so that no two write the same. Jobs that are finished hold
 * nothing: whether their files may be replaced is for the worker to say. Queue thread only.
 */
final class Claims {

  /** Systems on which Song.wav and song.wav are one file. */
  private static final boolean CASE_MATTERS =
      !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).matches("(mac|windows).*");

  private final StemLayout layout;
  private final Map<String, JobId> holders = new HashMap<>();
  private final Map<Path, Path> realFolders = new HashMap<>();
  private final Disks disks = new Disks();

  Claims(StemLayout layout) {
    this.layout = layout;
  }

  /** A file that is taken, and by whom. */
  record Conflict(Path file, JobId holder) {}

  /**
   * @throws IllegalArgumentException with a message for the user if the names cannot be made
   */
  List<String> keysOf(SeparationRequest request, @Nullable SourceInfo source) {
    Path folder = real(request.outputFolder());
    return layout.files(request, source).stream()
        .map(file -> key(folder.resolve(request.outputFolder().relativize(file))))
        .toList();
  }

  Optional<Conflict> conflict(List<String> keys, @Nullable JobId self) {
    for (String key : keys) {
      JobId holder = holders.get(key);
      if (holder != null && !holder.equals(self)) {
        return Optional.of(new Conflict(Path.of(key), holder));
      }
    }
    return Optional.empty();
  }

  void take(Entry entry) {
    entry.claims.forEach(key -> holders.putIfAbsent(key, entry.id()));
  }

  void release(Entry entry) {
    entry.claims.forEach(key -> holders.remove(key, entry.id()));
  }

  /** Links may have changed since; called before each batch of songs. */
  void forgetFolders() {
    realFolders.clear();
  }

  /** The folder without links, as far as it exists; as it is where its disk does not answer. */
  private Path real(Path folder) {
    return realFolders.computeIfAbsent(
        folder,
        _ -> {
          try {
            return disks.ask(folder, () -> resolved(folder));
          } catch (IOException _) {
            return folder.toAbsolutePath().normalize();
          }
        });
  }

  private static Path resolved(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    for (Path existing = absolute; existing != null; existing = existing.getParent()) {
      try {
        return existing.toRealPath().resolve(existing.relativize(absolute));
      } catch (IOException _) {
        // not there yet: its parent may be
      }
    }
    return absolute;
  }

  private static String key(Path file) {
    String text = Normalizer.normalize(file.normalize().toString(), Normalizer.Form.NFC);
    return CASE_MATTERS ? text : text.toLowerCase(Locale.ROOT);
  }
}
