package app.headroom.memory;

import org.jspecify.annotations.Nullable;

/**
 * What a process and all its descendants hold.
 *
 * @param rssBytes resident memory, summed over the processes; the one measure for gauge, log and
 *     kill. Pages that two of them share count twice
 * @param privateBytes the part that no file backs, or null where the system does not tell
 * @param processes how many there are; 0 if the tree is gone
 */
public record TreeMemory(long rssBytes, @Nullable Long privateBytes, int processes) {

  /** A tree that is not there (any more). */
  public static final TreeMemory GONE = new TreeMemory(0, 0L, 0);

  public TreeMemory plus(TreeMemory other) {
    return new TreeMemory(
        rssBytes + other.rssBytes,
        privateBytes == null || other.privateBytes == null
            ? null
            : Long.valueOf(privateBytes + other.privateBytes),
        processes + other.processes);
  }
}
