package app.headroom.worker;

import app.headroom.protocol.WorkerEvent;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where commands are obeyed: between two segments, and between two blocks of decoding or encoding.
 */
final class Boundary {

  /** Far less than the application's patience with a silent worker. */
  static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);

  /** What a worker at a boundary can give back. */
  interface Memory {

    /** All that is not needed until the work goes on; it stays loaded. */
    void trim();

    /** The network too. */
    void unload();
  }

  private final Steering steering;
  private final Events events;
  private final Memory memory;
  private final LongSupplier doneFrames;
  private final Duration signOfLife;

  Boundary(
      Steering steering,
      Events events,
      Memory memory,
      LongSupplier doneFrames,
      Duration signOfLife) {
    this.steering = steering;
    this.events = events;
    this.memory = memory;
    this.doneFrames = doneFrames;
    this.signOfLife = signOfLife;
  }

  /**
   * Obeys, which can take as long as the machine is short of memory.
   *
   * @return whether to go on; else to keep the place and end
   */
  boolean pass() {
    Steering.Standing told = Steering.Standing.RUN;
    while (!steering.mustStop()) {
      if (steering.takeCleanUp()) {
        memory.trim();
        events.say(new WorkerEvent.CleanedUp());
      }
      Steering.Standing wanted = steering.standing();
      switch (wanted) {
        case RUN -> {
          return true;
        }
        case HOLD -> {
          if (told == Steering.Standing.RUN) {
            hold();
          }
        }
        case UNLOAD -> {
          if (told == Steering.Standing.RUN) {
            hold();
          }
          if (told != Steering.Standing.UNLOAD) {
            memory.unload();
            events.say(new WorkerEvent.Unloaded());
          }
        }
      }
      if (wanted == told) {
        events.say(new WorkerEvent.Alive());
      }
      told = wanted;
      steering.awaitChange(wanted, signOfLife);
    }
    return false;
  }

  private void hold() {
    memory.trim();
    events.say(new WorkerEvent.Held(doneFrames.getAsLong()));
  }
}
