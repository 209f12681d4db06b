package app.headroom.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A control group with a memory limit, of whichever version this machine has. */
final class ControlGroup implements AutoCloseable {

  private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
  private static final Path V2 = Path.of("/sys/fs/cgroup");

  private final Path folder;
  private final boolean first;
  final long limitBytes;

  private ControlGroup(Path folder, boolean first, long limitBytes) {
    this.folder = folder;
    this.first = first;
    this.limitBytes = limitBytes;
  }

  /** Without the right to make one, and without twice as much free memory, the test is skipped. */
  static ControlGroup of(long limitBytes) throws IOException {
    boolean first = Files.isWritable(V1.resolve("memory.limit_in_bytes"));
    boolean second =
        Files.isWritable(V2.resolve("cgroup.procs"))
            && Files.exists(V2.resolve("cgroup.subtree_control"))
            && Files.readString(V2.resolve("cgroup.subtree_control")).contains("memory");
    assumeTrue(first || second, "SKIPPED: no control group with a memory limit can be made here");
    assumeTrue(
        named(Path.of("/proc/meminfo"), "MemAvailable:") * 1024 > 2 * limitBytes,
        "SKIPPED: too little memory is free for this to be safe");
    Path folder = (first ? V1 : V2).resolve("headroom-test-" + ProcessHandle.current().pid());
    Files.createDirectory(folder);
    Files.writeString(
        folder.resolve(first ? "memory.limit_in_bytes" : "memory.max"), Long.toString(limitBytes));
    return new ControlGroup(folder, first, limitBytes);
  }

  /** Goes before a command, which then runs in the group from its first moment on. */
  List<String> entering() {
    return List.of("sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", folder.toString());
  }

  /** Bytes that are neither free nor cached files, as the kernel counts them. */
  long usedBytes() throws IOException {
    long used = number(first ? "memory.usage_in_bytes" : "memory.current");
    String prefix = first ? "total_" : "";
    Path stat = folder.resolve("memory.stat");
    long cached =
        named(stat, prefix + "inactive_file")
            + Math.max(
                0,
                named(stat, prefix + "active_file")
                    - named(stat, prefix + (first ? "mapped_file" : "file_mapped")));
    return used - Math.min(used, cached);
  }

  /** The fullest that it ever was, cached files counted. */
  long peakBytes() throws IOException {
    return number(first ? "memory.max_usage_in_bytes" : "memory.peak");
  }

  /** How many processes the kernel has ended for want of memory. */
  long outOfMemoryKills() throws IOException {
    return named(folder.resolve(first ? "memory.oom_control" : "memory.events"), "oom_kill");
  }

  private long number(String file) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }

  private static long named(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      List<String> words = List.of(line.split("\\s+", -1));
      if (words.getFirst().equals(name)) {
        return Long.parseLong(words.get(1));
      }
    }
    return 0;
  }

  /** The processes in it must have ended. */
  @Override
  public void close() throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        Files.delete(folder);
        return;
      } catch (IOException e) {
        if (tries == 100) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50); // a process that was ended is still being taken down
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
