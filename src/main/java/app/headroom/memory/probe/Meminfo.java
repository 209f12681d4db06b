package app.headroom.memory.probe;

import java.util.Optional;
import java.util.OptionalLong;

/** {@code /proc/meminfo}, in bytes. */
record Meminfo(long totalBytes, long availableBytes, long swapTotalBytes, long swapFreeBytes) {

  /** Empty if the text does not tell the total and something about what is free. */
  static Optional<Meminfo> parse(String text) {
    OptionalLong total = Numbers.named(text, "MemTotal:");
    OptionalLong free = Numbers.named(text, "MemFree:");
    if (total.orElse(0) == 0 || free.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Meminfo(
            total.getAsLong() * 1024,
            Numbers.named(text, "MemAvailable:")
                    .orElseGet(() -> beforeLinux314(text, free.getAsLong()))
                * 1024,
            bytes(text, "SwapTotal:"),
            bytes(text, "SwapFree:")));
  }

  /** Kernels before 3.14 do not say what is available; this is what {@code free} took for it. */
  private static long beforeLinux314(String text, long free) {
    return free
        + Numbers.named(text, "Buffers:").orElse(0)
        + Numbers.named(text, "Cached:").orElse(0)
        - Numbers.named(text, "Shmem:").orElse(0);
  }

  private static long bytes(String text, String name) {
    return Numbers.named(text, name).orElse(0) * 1024;
  }
}
