package app.headroom.queue;

import app.headroom.job.EngineChoice;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user's own commands were known by when somebody last looked: a folder of the search path
 * may lie on a drive that does not answer, and whoever draws a window must not wait for it. Safe
 * from any thread.
 */
final class KnownCommands {

  private static final Logger LOG = LoggerFactory.getLogger(KnownCommands.class);

  /** Nobody has as many. */
  private static final int MOST = 64;

  private final CommandIdentity files;
  private final Duration fresh;
  private final Runnable changed;
  private final Map<EngineChoice.Command, Seen> seen = new HashMap<>();
  private final Set<EngineChoice.Command> underWay = new HashSet<>();

  private record Seen(String identity, long atNanos) {}

  /**
   * @param fresh how long what was seen is not looked at again for {@link #lastSeen}
   * @param changed called on any thread when a command is known, or known by something else
   */
  KnownCommands(CommandIdentity files, Duration fresh, Runnable changed) {
    this.files = files;
    this.fresh = fresh;
    this.changed = changed;
  }

  /**
   * Does not wait; has it looked at again when that was long ago.
   *
   * @return empty where nobody has looked yet, as for what is shipped
   */
  String lastSeen(EngineChoice.Command command) {
    String identity;
    boolean look;
    synchronized (this) {
      Seen last = seen.get(command);
      identity = last == null ? "" : last.identity();
      boolean old = last == null || System.nanoTime() - last.atNanos() > fresh.toNanos();
      look = old && underWay.size() < MOST && underWay.add(command);
    }
    if (look) {
      Thread.ofVirtual().name("look at a command").start(() -> look(command));
    }
    return identity;
  }

  /** Looks at the files and waits for them. */
  String now(EngineChoice.Command command) {
    String identity = files.of(command);
    if (keep(command, identity)) {
      changed.run();
    }
    return identity;
  }

  private void look(EngineChoice.Command command) {
    try {
      String _ = now(command);
    } catch (RuntimeException e) {
      LOG.warn("the files of a command could not be looked at", e);
      boolean _ = keep(command, "");
    } finally {
      synchronized (this) {
        underWay.remove(command);
      }
    }
  }

  private synchronized boolean keep(EngineChoice.Command command, String identity) {
    if (seen.size() >= MOST && !seen.containsKey(command)) {
      seen.clear();
    }
    Seen before = seen.put(command, new Seen(identity, System.nanoTime()));
    return before == null || !before.identity().equals(identity);
  }
}
