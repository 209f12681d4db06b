package app.headroom.memory;

/**
 * Pressure stall information of the Linux kernel for memory.
 *
 * @param someAvg10 percent of the last 10 s in which at least one task waited for memory
 * @param fullAvg10 percent of the last 10 s in which all tasks that had work waited for memory
 */
public record Stall(double someAvg10, double fullAvg10) {

  /** The worse of two. */
  public Stall max(Stall other) {
    return new Stall(Math.max(someAvg10, other.someAvg10), Math.max(fullAvg10, other.fullAvg10));
  }
}
