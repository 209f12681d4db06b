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

  private final Duration patience;
  private final Map<ChildProcess, Silence> watched = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  SilenceWatch(Duration patience) {
    this.patience = patience;
    Thread.ofPlatform().name("silence watch").daemon().start(this::run);
  }

  void watch(ChildProcess child) {
    watched.put(
        child, Silence.broken(child.lastHeardNanos(), child.processorNanos(), System.nanoTime()));
  }

  private void run() {
    try {
      while (!closed.await(patience.dividedBy(Silence.LOOKS).toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  private void look() {
    watched.keySet().removeIf(child -> !child.isAlive());
    watched.replaceAll(
        (child, silence) ->
            silence.look(child.lastHeardNanos(), child.processorNanos(), System.nanoTime()));
    watched.forEach(
        (child, silence) -> {
          if (silence.isTooLong()) {
            watched.remove(child);
            child.kill(
                new KillCause.Unresponsive(
                    "it said nothing for " + patience.toSeconds() + " seconds"));
          }
        });
  }

  /** Processes that run are not watched any more. */
  @Override
  public void close() {
    closed.countDown();
  }
}
