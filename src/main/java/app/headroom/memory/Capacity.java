package app.headroom.memory;

/**
 * An amount of memory and how much of it is left.
 *
 * @param totalBytes greater than 0
 * @param availableBytes what programs can still get without swapping, cached files included; from 0
 *     to {@code totalBytes}
 */
public record Capacity(long totalBytes, long availableBytes) {

  /** Brings {@code availableBytes} into its range: the system's figures are not taken at once. */
  public Capacity {
    if (totalBytes <= 0) {
      throw new IllegalArgumentException("no memory at all: " + totalBytes);
    }
    availableBytes = Math.clamp(availableBytes, 0, totalBytes);
  }

  public long usedBytes() {
    return totalBytes - availableBytes;
  }

  public double usedPercent() {
    return 100.0 * usedBytes() / totalBytes;
  }
}
