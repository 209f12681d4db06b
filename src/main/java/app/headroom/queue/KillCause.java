package app.headroom.queue;

/** Why a worker was ended without being asked. */
public sealed interface KillCause {

  /** The job's process tree went over its hard limit. */
  record OverLimit(long limitBytes, long rssBytes) implements KillCause {}

  /** It said nothing for too long, or did not end when asked. */
  record Unresponsive(String reason) implements KillCause {}

  /** The user cancelled, or the application ends. */
  record Requested() implements KillCause {}
}
