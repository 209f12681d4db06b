package app.headroom.worker;

import app.headroom.protocol.Phase;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each phase took. Time in which the job was held counts for the phase it was held in. */
final class PhaseClock {

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private Phase current = Phase.STARTING;
  private long since = System.nanoTime();

  void enter(Phase phase) {
    long now = System.nanoTime();
    nanos.merge(current, now - since, Long::sum);
    current = phase;
    since = now;
  }

  /** Milliseconds by phase id, up to now. */
  Map<String, Long> millis() {
    enter(current);
    Map<String, Long> millis = new LinkedHashMap<>();
    nanos.forEach((phase, time) -> millis.put(phase.id(), time / 1_000_000));
    return millis;
  }
}
