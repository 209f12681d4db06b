package app.headroom.bench;

import app.headroom.job.JobId;
import app.headroom.memory.MemoryProbe;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What looking at the memory costs at the rate at which it is looked at. */
record ProbeCost(MemoryProbe probe, Duration interval) {

  private static final int WARM_UP = 20;
  private static final int SAMPLES = 40;

  void run(Consumer<String> out) throws InterruptedException {
    Map<JobId, Long> roots = Map.of(JobId.random(), ProcessHandle.current().pid());
    for (int i = 0; i < WARM_UP; i++) {
      probe.sample(roots);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = -threads.getCurrentThreadCpuTime();
    long wall = 0;
    for (int i = 0; i < SAMPLES; i++) {
      TimeUnit.NANOSECONDS.sleep(interval.toNanos());
      long start = System.nanoTime();
      probe.sample(roots);
      wall += System.nanoTime() - start;
    }
    cpu += threads.getCurrentThreadCpuTime();
    double millis = cpu / 1e6 / SAMPLES;
    out.accept(
        String.format(
            Locale.ROOT,
            "a look at the memory takes %.2f ms (%.2f ms of processor time); every %d ms that is"
                + " %.2f %% of a core",
            wall / 1e6 / SAMPLES,
            millis,
            interval.toMillis(),
            100 * millis / interval.toMillis()));
  }
}
