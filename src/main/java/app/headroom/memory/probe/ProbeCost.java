package app.headroom.memory.probe;

import app.headroom.job.JobId;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import app.headroom.memory.TreeMemory;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Measures what looking at memory costs, at the pace at which it is really done. */
public final class ProbeCost {

  private static final int WARM_UP = 8;
  private static final int SAMPLES = 40;

  /**
   * @param name of the way of looking
   * @param processes that were looked at, in the trees and this one by itself
   * @param medianCpu processor time of one sample
   * @param corePercent share of one core at the policy's interval, by the mean
   */
  public record Measured(
      String name, int samples, int processes, Duration medianCpu, double corePercent) {

    /** For example {@code /proc: 5 processes, 0.41 ms of processor time, 0.16 % of a core}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %d processes, %.2f ms of processor time a sample, %.2f %% of a core at 4 a second",
          name,
          processes,
          medianCpu.toNanos() / 1e6,
          corePercent);
    }
  }

  private ProbeCost() {}

  /** Arguments: process ids, each the root of a tree to look at; without any, this process. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = System.out;
    List<Long> roots =
        args.length == 0
            ? List.of(ProcessHandle.current().pid())
            : Arrays.stream(args).map(Long::valueOf).toList();
    measure(roots, SAMPLES, MemoryPolicy.Sampling.DEFAULT.interval()).forEach(out::println);
  }

  /**
   * Takes samples with every probe that works here, in turns, on the calling thread.
   *
   * @param samples that are counted; some go before, in which classes are loaded
   * @param interval from one sample to the next; the figures are for the policy's own
   */
  public static List<Measured> measure(List<Long> roots, int samples, Duration interval)
      throws InterruptedException {
    Map<JobId, Long> jobs = new HashMap<>();
    roots.forEach(root -> jobs.put(JobId.random(), root));
    List<Series> all = new ArrayList<>();
    if (Files.isReadable(Path.of("/proc/meminfo"))) {
      all.add(new Series("/proc", new LinuxProbe(Path.of("/"), InstantSource.system())));
    }
    all.add(new Series("OSHI", new OshiProbe(InstantSource.system())));
    for (int i = -WARM_UP; i < samples; i++) {
      long start = System.nanoTime();
      for (Series series : all) {
        series.take(jobs, i >= 0);
      }
      TimeUnit.NANOSECONDS.sleep(interval.toNanos() - (System.nanoTime() - start));
    }
    return all.stream().map(Series::measured).toList();
  }

  private static final class Series {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String name;
    private final MemoryProbe probe;
    private final List<Long> nanos = new ArrayList<>();
    private int processes;

    Series(String name, MemoryProbe probe) {
      this.name = name;
      this.probe = probe;
    }

    void take(Map<JobId, Long> jobs, boolean counts) {
      long before = THREADS.getCurrentThreadCpuTime();
      MemorySample sample = probe.sample(jobs);
      long took = THREADS.getCurrentThreadCpuTime() - before;
      if (counts) {
        nanos.add(took);
      }
      processes = 1 + sample.jobs().values().stream().mapToInt(TreeMemory::processes).sum();
    }

    Measured measured() {
      List<Long> sorted = nanos.stream().sorted().toList();
      double mean = nanos.stream().mapToLong(Long::longValue).average().orElse(0);
      return new Measured(
          name,
          sorted.size(),
          processes,
          Duration.ofNanos(sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2)),
          100 * mean / MemoryPolicy.Sampling.DEFAULT.interval().toNanos());
    }
  }
}
