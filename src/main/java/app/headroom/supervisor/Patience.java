package app.headroom.supervisor;

import java.time.Duration;

/**
 * How long the supervisor waits before it ends a process by force.
 *
 * @param silence without a word from it; the time in which the application itself stood still does
 *     not count, and that in which the process computed counts a sixth
 * @param stopping after it was asked to stop, until it has ended
 */
public record Patience(Duration silence, Duration stopping) {

  public static final Patience DEFAULT =
      new Patience(Duration.ofMinutes(5), Duration.ofSeconds(20));

  public Patience {
    if (!silence.isPositive() || !stopping.isPositive()) {
      throw new IllegalArgumentException("no patience at all: " + silence + ", " + stopping);
    }
  }
}
