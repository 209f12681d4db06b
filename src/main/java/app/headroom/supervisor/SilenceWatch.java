package app.headroom.supervisor;

import app.headroom.queue.KillCause;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends processes that say nothing for too long. One thread for all of them.
 *
 * <p>Silence is what this thread itself has seen of it: when the whole application stood still, as
 * in a sleeping machine, that is not held against a worker.
 */
final class SilenceWatch implements AutoCloseable {

  /** A process is ended when it was found silent this often in a row. */
  private static final int LOOKS = 20;

  private final Duration patience;
  private final Map<ChildProcess, Silence> watched = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private record Silence(long lastHeardNanos, int looks) {}

  SilenceWatch(Duration patience) {
    this.patience = patience;
    Thread.ofPlatform().name("silence watch").daemon().start(this::run);
  }

  void watch(ChildProcess child) {
    watched.put(child, new Silence(child.lastHeardNanos(), 0));
  }

  private void run() {
    try {
      while (!closed.await(patience.dividedBy(LOOKS).toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  private void look() {
    watched.keySet().removeIf(child -> !child.isAlive());
    watched.replaceAll((child, silence) -> lookAt(child, silence));
    watched.forEach(
        (child, silence) -> {
          if (silence.looks >= LOOKS) {
            watched.remove(child);
            child.kill(
                new KillCause.Unresponsive(
                    "it said nothing for " + patience.toSeconds() + " seconds"));
          }
        });
  }

  private static Silence lookAt(ChildProcess child, Silence before) {
    long heard = child.lastHeardNanos();
    return new Silence(heard, heard == before.lastHeardNanos ? before.looks + 1 : 0);
  }

  /** Processes that run are not watched any more. */
  @Override
  public void close() {
    closed.countDown();
  }
}
