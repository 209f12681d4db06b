package app.headroom.queue;

import java.time.Instant;

/**
 * The process that has the queue open.
 *
 * @param role what it is, for people: {@code the window}, {@code headroom queue run}
 */
public record QueueOwner(long pid, Instant since, String role) {}
