package app.headroom.memory.probe;

import app.headroom.memory.MemoryProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Chooses how to look at memory on this machine. */
public final class Probes {

  private Probes() {}

  /**
   * Reads {@code /proc} and {@code /sys/fs/cgroup} where there is a {@code /proc/meminfo}, asks
   * OSHI elsewhere.
   */
  public static MemoryProbe ofThisMachine(InstantSource clock) {
    Path root = Path.of("/");
    return Files.isReadable(root.resolve("proc/meminfo"))
        ? new LinuxProbe(root, clock)
        : new OshiProbe(clock);
  }
}
