package app.headroom.supervisor;

import app.headroom.job.JobId;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs a program to its end and watches, from outside, how much memory it and all that it starts
 * hold. For measurements only.
 *
 * @param environment added to this process's own
 * @param probe used by one run at a time
 */
public record MeasuredCommand(
    List<String> command, Path folder, Map<String, String> environment, MemoryProbe probe) {

  private static final Duration LOOK = Duration.ofMillis(20);

  /** New children are looked for at every so many looks. */
  private static final int LOOKS_A_SEARCH = 5;

  private static final Duration ENDING = Duration.ofSeconds(2);

  /**
   * @param wall from its start to its end
   * @param peakBytes highest sum of resident memory over its processes, as sampled
   * @param childPeakBytes the same of that process tree, of those that it started itself, that was
   *     the biggest; 0 if it started none
   * @param errors the end of what it wrote to stderr
   */
  public record Result(
      int exitCode, Duration wall, long peakBytes, long childPeakBytes, String errors) {}

  /** Of all processes, and of the biggest tree below the first. */
  private record Peaks(long all, long child) {}

  /**
   * @param output is told each line of its stdout, on a thread of its own
   * @throws IOException if it can't be started
   */
  public Result run(Duration timeout, Consumer<String> output)
      throws IOException, TimeoutException, InterruptedException {
    Mark mark = Mark.fresh();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    mark.putInto(builder.environment());
    long start = System.nanoTime();
    Instant before = Instant.now();
    Process process = builder.start();
    Instant startedAt = ProcessTree.startOf(process, before);
    ErrorTail errors = new ErrorTail();
    Thread errorPump = pump(() -> errors.drain(process.getErrorStream()));
    Thread outputPump = pump(() -> lines(process.getInputStream(), output));
    try {
      process.getOutputStream().close();
      Peaks peaks = watch(process, start + timeout.toNanos());
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      outputPump.join(ENDING);
      errorPump.join(ENDING);
      return new Result(process.exitValue(), wall, peaks.all(), peaks.child(), errors.text());
    } finally {
      ProcessTree.end(process.toHandle(), startedAt, mark, ENDING);
    }
  }

  private Peaks watch(Process process, long deadline)
      throws TimeoutException, InterruptedException {
    JobId all = JobId.random();
    Map<JobId, Long> roots = new HashMap<>(Map.of(all, process.pid()));
    long peak = 0;
    long childPeak = 0;
    for (long look = 0; !process.waitFor(LOOK); look++) {
      if (look % LOOKS_A_SEARCH == 0) {
        List<Long> children = process.children().map(ProcessHandle::pid).toList();
        roots
            .entrySet()
            .removeIf(it -> !it.getKey().equals(all) && !children.contains(it.getValue()));
        children.stream()
            .filter(child -> !roots.containsValue(child))
            .forEach(child -> roots.put(JobId.random(), child));
      }
      MemorySample sample = probe.sample(roots);
      for (JobId root : roots.keySet()) {
        long rssBytes = sample.job(root).rssBytes();
        if (root.equals(all)) {
          peak = Math.max(peak, rssBytes);
        } else {
          childPeak = Math.max(childPeak, rssBytes);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(command.getFirst() + " runs for too long");
      }
    }
    return new Peaks(peak, childPeak);
  }

  private static void lines(InputStream stream, Consumer<String> output) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(line);
      }
    }
  }

  @FunctionalInterface
  private interface Draining {
    void drain() throws IOException;
  }

  private static Thread pump(Draining draining) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                draining.drain();
              } catch (IOException e) {
                // ended from our side; what came until then is kept
              }
            });
  }
}
