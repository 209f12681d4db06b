package app.headroom.queue;

import java.time.Instant;

/** Ends what an application that crashed left running; implemented by {@code supervisor}. */
@FunctionalInterface
public interface OrphanEnding {

  /**
   * Ends the process tree if the process of that id still is the one that started then; blocks at
   * most about a second.
   *
   * @return whether there was one
   */
  boolean end(long pid, Instant startedAt);
}
