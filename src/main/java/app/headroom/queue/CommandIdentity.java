package app.headroom.queue;

import app.headroom.job.EngineChoice;

/** Tells the user's own commands from one another. Safe from any thread. */
@FunctionalInterface
public interface CommandIdentity {

  /**
   * Another one for another command, for one that was replaced, and for one that is told to work in
   * another way.
   *
   * @return short and without spaces
   */
  String of(EngineChoice.Command command);
}
