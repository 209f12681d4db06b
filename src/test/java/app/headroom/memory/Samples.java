package app.headroom.memory;

import app.headroom.job.JobId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Samples as a test wants them, a quarter of a second apart. */
final class Samples {

  static final long GB = 1_000_000_000L;
  static final long MB = 1_000_000L;
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final long totalBytes;
  private final Map<JobId, TreeMemory> jobs = new HashMap<>();
  private Instant now = START;
  private double usedPercent;
  private @Nullable Capacity limit;
  private @Nullable Stall stall;
  private SystemSignal signal = SystemSignal.NONE;
  private List<ProgramMemory> biggest = List.of();

  private Samples(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  static Samples ofMachine(long totalBytes) {
    return new Samples(totalBytes);
  }

  Samples used(double percent) {
    usedPercent = percent;
    return this;
  }

  Samples limit(@Nullable Capacity newLimit) {
    limit = newLimit;
    return this;
  }

  Samples stall(double some, double full) {
    stall = new Stall(some, full);
    return this;
  }

  Samples signal(SystemSignal newSignal) {
    signal = newSignal;
    return this;
  }

  Samples biggest(String name, long bytes) {
    biggest = List.of(new ProgramMemory(name, bytes));
    return this;
  }

  Samples job(JobId id, long rssBytes) {
    jobs.put(id, new TreeMemory(rssBytes, rssBytes, 1));
    return this;
  }

  Samples after(long millis) {
    now = now.plusMillis(millis);
    return this;
  }

  Instant now() {
    return now;
  }

  /** A sample of the present, which then moves on to the next. */
  MemorySample next() {
    MemorySample sample =
        new MemorySample(
            now,
            new Capacity(totalBytes, Math.round(totalBytes * (1 - usedPercent / 100))),
            limit,
            0,
            0,
            stall,
            signal,
            new TreeMemory(200 * MB, 150 * MB, 1),
            jobs,
            biggest);
    now = now.plusMillis(250);
    return sample;
  }
}
