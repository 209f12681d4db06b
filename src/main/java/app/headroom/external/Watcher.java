package app.headroom.external;

/** Looks on while a command runs; called a few times a second, on the thread that waits for it. */
public interface Watcher {

  /** Whether the piece is still wanted; if not, the command is ended at once. */
  boolean goOn();

  /**
   * It lives.
   *
   * @param share of the piece that is done, from 0 to 1, as far as the command tells
   */
  void progressed(double share);

  /** A command has been started. */
  default void started(ProcessHandle command) {}
}
