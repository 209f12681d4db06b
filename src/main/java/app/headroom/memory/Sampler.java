package app.headroom.memory;

import app.headroom.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at memory several times a second, on a daemon thread of its own. First of all it has ended
 * what is over its limit, then it tells its listeners.
 *
 * <p>All methods may be called from any thread; {@link #start()} once.
 */
public final class Sampler implements AutoCloseable {

  /** Stops what it was given for; may be closed more than once, from any thread. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Watch {
    final long pid;
    final Consumer<Decision.Kill> kill;
    volatile long killBytes;

    /** When it was last ended; of the sampler's thread. */
    @Nullable Instant killedAt;

    Watch(long pid, long killBytes, Consumer<Decision.Kill> kill) {
      this.pid = pid;
      this.killBytes = killBytes;
      this.kill = kill;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final int PROGRAMS = 5;

  /** A tree that is ended is gone within a second, unless that went wrong. */
  private static final Duration KILL_AGAIN = Duration.ofSeconds(2);

  private final MemoryProbe probe;
  private final Map<JobId, Watch> watches = new ConcurrentHashMap<>();
  private final List<Consumer<MemorySample>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile MemoryPolicy policy;
  private volatile @Nullable MemorySample latest;
  private volatile boolean closed;

  // of the sampler's thread
  private List<ProgramMemory> biggest = List.of();
  private @Nullable Instant biggestAt;
  private boolean failing;

  public Sampler(MemoryProbe probe, MemoryPolicy policy) {
    this.probe = probe;
    this.policy = policy;
    thread = Thread.ofPlatform().daemon().name("headroom-sampler").unstarted(this::run);
  }

  /** Takes the first sample on the caller's thread, the others on the sampler's. */
  public void start() {
    tick();
    thread.start();
  }

  /** Other numbers from the next sample on. */
  public void use(MemoryPolicy newPolicy) {
    policy = newPolicy;
  }

  /**
   * Watches the process tree of a job's worker from the next sample on. When it holds more than
   * {@code killBytes}, {@code kill} is called, on a thread of its own, and again every two seconds
   * for as long as it does; the tree is watched until the registration is closed.
   */
  public Registration watch(JobId job, long pid, long killBytes, Consumer<Decision.Kill> kill) {
    Watch watch = new Watch(pid, killBytes, kill);
    watches.put(job, watch);
    return () -> watches.remove(job, watch);
  }

  /** Another limit for a watched job; nothing if it is not watched. */
  public void setKillBytes(JobId job, long killBytes) {
    Watch watch = watches.get(job);
    if (watch != null) {
      watch.killBytes = killBytes;
    }
  }

  /**
   * Tells every sample to {@code listener}, on the sampler's thread; it must return quickly. One
   * that throws is told the next sample all the same.
   */
  public Registration listen(Consumer<MemorySample> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The last sample; empty before the first. */
  public Optional<MemorySample> latest() {
    return Optional.ofNullable(latest);
  }

  /** Takes no more samples; does not wait for one that is being taken. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    long next = System.nanoTime();
    while (!closed) {
      // after a machine's sleep there is nothing to catch up with
      next = Math.max(next + policy.sampling().interval().toNanos(), System.nanoTime());
      for (long wait = next - System.nanoTime();
          wait > 0 && !closed;
          wait = next - System.nanoTime()) {
        LockSupport.parkNanos(this, wait);
      }
      if (!closed) {
        tick();
      }
    }
  }

  /** One look and all that follows from it. */
  void tick() {
    try {
      Map<JobId, Long> roots = new HashMap<>();
      watches.forEach((job, watch) -> roots.put(job, watch.pid));
      MemorySample sample = probe.sample(roots);
      sample.jobs().forEach((job, tree) -> killIfOver(job, tree, sample.at()));
      MemorySample named = sample.withBiggest(biggest(sample, roots));
      latest = named;
      listeners.forEach(listener -> tell(listener, named));
      failing = false;
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /** Not even a lack of memory or of threads ends the watch. */
  private void failed(Throwable e) {
    if (failing) {
      return;
    }
    failing = true;
    try {
      LOG.error("memory cannot be looked at; it is tried again", e);
    } catch (OutOfMemoryError _) {
      // then it is not said
    }
  }

  private void killIfOver(JobId job, TreeMemory tree, Instant at) {
    Watch watch = watches.get(job);
    if (watch == null || !longEnoughSince(watch.killedAt, at, KILL_AGAIN)) {
      return;
    }
    KillRule.check(job, watch.killBytes, tree)
        .ifPresent(
            kill -> {
              watch.killedAt = at;
              kill(watch, kill);
            });
  }

  /** Where no thread is to be had, here; that holds up the next sample by a second at most. */
  private static void kill(Watch watch, Decision.Kill kill) {
    try {
      Thread.ofPlatform().daemon().name("headroom-kill").start(() -> watch.kill.accept(kill));
    } catch (OutOfMemoryError _) {
      watch.kill.accept(kill);
    }
  }

  /** Whichever way the clock was set meanwhile. */
  private static boolean longEnoughSince(@Nullable Instant before, Instant now, Duration wait) {
    return before == null || Duration.between(before, now).abs().compareTo(wait) >= 0;
  }

  /** Looked for again only now and then, and only under pressure. */
  private List<ProgramMemory> biggest(MemorySample sample, Map<JobId, Long> roots) {
    boolean pressed =
        sample.usedPercent() >= policy.segments().recoveryPercent()
            || TierTracker.entered(sample, policy.tiers()) != Tier.NORMAL;
    if (!pressed) {
      biggest = List.of();
      biggestAt = null;
    } else if (longEnoughSince(biggestAt, sample.at(), policy.sampling().programsEvery())) {
      biggest = probe.biggestPrograms(PROGRAMS, roots.values());
      biggestAt = sample.at();
    }
    return biggest;
  }

  private static void tell(Consumer<MemorySample> listener, MemorySample sample) {
    try {
      listener.accept(sample);
    } catch (RuntimeException e) {
      LOG.error("a listener to memory samples failed", e);
    }
  }
}
