package app.headroom.memory.probe;

import app.headroom.memory.MemoryProbe;
import java.time.InstantSource;

/** Chooses how to look at memory on this machine. */
public final class Probes {

  private Probes() {}

  /** Reads {@code /proc} and {@code /sys/fs/cgroup} on Linux, asks OSHI elsewhere. */
  public static MemoryProbe ofThisMachine(InstantSource clock) {
    return new OshiProbe(clock);
  }
}
