package app.headroom.supervisor;

import app.headroom.job.JobId;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.probe.Probes;
import app.headroom.queue.KillCause;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that is no job of the queue, with all that it has started, when it holds more than
 * it may. Jobs are watched by the sampler.
 */
final class MemoryWatch {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  private MemoryWatch() {}

  /** Begins, on a thread of its own that ends with the process. */
  static void watch(ChildProcess child, long limitBytes) {
    Thread.ofVirtual()
        .name("memory of " + child.pid())
        .start(() -> run(child, limitBytes, Probes.ofThisMachine(InstantSource.system())));
  }

  private static void run(ChildProcess child, long limitBytes, MemoryProbe probe) {
    JobId id = JobId.random();
    try {
      while (!child.awaitExit(LOOK)) {
        long rssBytes = probe.sample(Map.of(id, child.pid())).job(id).rssBytes();
        if (rssBytes > limitBytes) {
          child.kill(new KillCause.OverLimit(limitBytes, rssBytes));
          LOG.warn(
              "Process {} held {} bytes, of {}, and was ended", child.pid(), rssBytes, limitBytes);
          return;
        }
      }
    } catch (UncheckedIOException e) {
      LOG.warn("The memory of process {} cannot be watched: {}", child.pid(), e.getMessage());
    }
  }
}
