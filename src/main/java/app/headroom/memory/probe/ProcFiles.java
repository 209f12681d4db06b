package app.headroom.memory.probe;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the small texts of {@code /proc} and {@code /sys/fs/cgroup}. */
final class ProcFiles {

  private static final int MOST_BYTES = 64 * 1024;

  private final byte[] buffer = new byte[MOST_BYTES];

  /**
   * The file's text, at most 64 KiB of it; empty if it is not there, is not ours to read, or
   * vanished meanwhile.
   *
   * <p>Plain old streams: such files have no size, and are read many times a second.
   */
  Optional<String> text(Path file) {
    try (FileInputStream in = new FileInputStream(file.toString())) {
      int length = 0;
      int read = in.read(buffer, 0, MOST_BYTES);
      while (read > 0) {
        length += read;
        read = in.read(buffer, length, MOST_BYTES - length);
      }
      // names of programs are bytes of no known encoding; this one takes any
      return Optional.of(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Children of a process by the kernel's own lists, one for each thread of the parent. */
  List<Long> listedChildren(Path process) {
    Path tasks = process.resolve("task");
    List<Long> children = new ArrayList<>();
    for (String task : numbered(tasks)) {
      String list = text(tasks.resolve(task + "/children")).orElse("");
      if (!list.isBlank()) {
        for (String pid : list.strip().split(" ", -1)) {
          Numbers.parse(pid).ifPresent(children::add);
        }
      }
    }
    return children;
  }

  /** Names in a folder that are numbers; empty if it is not there. */
  static List<String> numbered(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : Arrays.stream(names).filter(ProcFiles::isNumber).toList();
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
