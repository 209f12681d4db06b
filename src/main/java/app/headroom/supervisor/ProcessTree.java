package app.headroom.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends a process with all its descendants. */
final class ProcessTree {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
  private static final int MAX_ENVIRONMENT_BYTES = 256 * 1024;
  private static final Path PROC = Path.of("/proc");

  private ProcessTree() {}

  /**
   * Ends the tree by force, children first, and looks whether it is gone. The root may have ended
   * long ago.
   *
   * @param since when the root was started; what is older has only the number of a parent that had
   *     it before, and is no child of its
   * @param mark what stands in the environment of all of them, so that those are found too whose
   *     parent is gone already (where the system shows environments); null where there is none
   * @return whether nothing of it is left after {@code within}
   */
  static boolean end(ProcessHandle root, Instant since, @Nullable Mark mark, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    Set<ProcessHandle> tree = new LinkedHashSet<>();
    while (true) {
      // In every round, since a child may be started while its siblings are being ended.
      tree.addAll(root.descendants().filter(each -> startedSince(each, since)).toList().reversed());
      tree.forEach(ProcessHandle::destroyForcibly);
      root.destroyForcibly();
      if (gone(root) && tree.stream().allMatch(ProcessTree::gone)) {
        List<ProcessHandle> strays = mark == null ? List.of() : marked(mark);
        if (strays.isEmpty()) {
          return true;
        }
        tree.addAll(strays);
      }
      if (System.nanoTime() >= deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /**
   * Ends by force what has the mark, and looks whether it is gone, for at most {@code within}.
   *
   * @return whether there was anything
   */
  static boolean end(Mark mark, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    boolean found = false;
    for (List<ProcessHandle> left = marked(mark); !left.isEmpty(); left = marked(mark)) {
      found = true;
      left.forEach(ProcessHandle::destroyForcibly);
      if (System.nanoTime() >= deadline) {
        break;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return found;
  }

  /**
   * When the process was started.
   *
   * @param before a moment before that, for one that has ended already
   */
  static Instant startOf(Process process, Instant before) {
    return process.info().startInstant().orElse(before);
  }

  /** Systems that never forget the number of a parent give that number to another process. */
  private static boolean startedSince(ProcessHandle process, Instant since) {
    return process.info().startInstant().filter(start -> !start.isBefore(since)).isPresent();
  }

  /** Processes that have the mark in their environment. Empty where the system does not show it. */
  static List<ProcessHandle> marked(Mark mark) {
    if (!Files.isReadable(PROC.resolve("self").resolve("environ"))) {
      return List.of();
    }
    ProcessHandle self = ProcessHandle.current();
    return ProcessHandle.allProcesses()
        .filter(process -> !process.equals(self))
        .filter(process -> mark.standsIn(environment(process)) && !gone(process))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    try (InputStream in =
        Files.newInputStream(PROC.resolve(Long.toString(process.pid())).resolve("environ"))) {
      return new String(in.readNBytes(MAX_ENVIRONMENT_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // another user's, or gone meanwhile
    }
  }

  /** A zombie is gone as well: it holds nothing, and waits for a parent that may never look. */
  static boolean gone(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    try {
      String stat =
          Files.readString(
              PROC.resolve(Long.toString(process.pid())).resolve("stat"),
              StandardCharsets.ISO_8859_1);
      // The name stands in brackets and may hold anything, brackets too.
      String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
      return state.startsWith("Z") || state.startsWith("X");
    } catch (IOException e) {
      return !process.isAlive();
    }
  }
}
