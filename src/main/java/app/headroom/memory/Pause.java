package app.headroom.memory;

import java.time.Instant;

/** How far a running job has come down the stairs of the CRITICAL tier. */
public sealed interface Pause {

  /**
   * It works.
   *
   * @param owesSegment whether it was started again from a pause and has not finished a segment
   *     since; it is not stopped before, else a job whose model alone makes the machine CRITICAL
   *     would never get on
   */
  record Working(boolean owesSegment) implements Pause {}

  /** Told to stop at the next segment boundary. */
  record Holding() implements Pause {}

  /** Stopped, cleaned up. */
  record Held(Instant since) implements Pause {}

  /** Told to close its model. */
  record Unloading() implements Pause {}

  /** Without its model. */
  record Unloaded(Instant since) implements Pause {}

  /** Told to keep its place and end. */
  record Parking() implements Pause {}
}
