package app.headroom.audio;

/**
 * Looks on while something long runs, on the thread that does the work, at least several times a
 * second.
 */
@FunctionalInterface
public interface Watch {

  /** Never stops anything. */
  Watch NONE = (doneUnits, totalUnits) -> true;

  /**
   * @param totalUnits 0 while it is not known
   * @return false to stop the work, which then throws {@link
   *     java.util.concurrent.CancellationException} after it has closed everything
   */
  boolean goOn(long doneUnits, long totalUnits);
}
