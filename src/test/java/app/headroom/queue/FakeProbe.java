package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.memory.Capacity;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.SystemSignal;
import app.headroom.memory.TreeMemory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A machine of 16 GB whose memory is as a test says. */
final class FakeProbe implements MemoryProbe {

  static final long TOTAL = 16_000_000_000L;
  static final long JOB_RSS = 300_000_000L;

  private final InstantSource clock;
  private final Map<Long, Long> rssByPid = new ConcurrentHashMap<>();
  private volatile double usedPercent = 20;

  FakeProbe(InstantSource clock) {
    this.clock = clock;
  }

  void usedPercent(double percent) {
    usedPercent = percent;
  }

  void rss(long pid, long bytes) {
    rssByPid.put(pid, bytes);
  }

  void gone(long pid) {
    rssByPid.remove(pid);
  }

  @Override
  public MemorySample sample(Map<JobId, Long> roots) {
    Instant now = clock.instant();
    Map<JobId, TreeMemory> jobs = new HashMap<>();
    roots.forEach(
        (job, pid) -> {
          Long rss = rssByPid.get(pid);
          jobs.put(job, rss == null ? TreeMemory.GONE : new TreeMemory(rss, rss, 1));
        });
    long available = Math.round(TOTAL * (100 - usedPercent) / 100);
    return new MemorySample(
        now,
        new Capacity(TOTAL, available),
        null,
        0,
        0,
        null,
        SystemSignal.NONE,
        new TreeMemory(100_000_000, 100_000_000L, 1),
        jobs,
        List.of());
  }

  @Override
  public List<ProgramMemory> biggestPrograms(int most, Collection<Long> roots) {
    return List.of(new ProgramMemory("chrome", 9_100_000_000L));
  }
}
