package app.headroom.ui.scripted;

import app.headroom.queue.JobSnapshot;
import app.headroom.ui.main.MainWindow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Measures the window and prints tables; {@code mvn -Pwindow-bench} runs it. What the window shows
 * is scripted at the pace of the real engine, the window is the real one. The arguments are the
 * seconds of each measurement of pulses and the simulated minutes of the measurement of memory.
 */
public final class WindowBench {

  private static final int ROWS = 2_000;
  private static final int STARTS = 5;

  private final ScriptedParts parts = new ScriptedParts();
  private final Stage stage;
  private final MainWindow window;
  private List<JobSnapshot> running = List.of();
  private Instant now = Song.NOW;
  private int ticks;

  private WindowBench(Stage stage) {
    this.stage = stage;
    window = parts.show(stage, 1280, 800);
  }

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    if (args.length == 1) {
      firstFrame(args[0].equals("ours"));
      return;
    }
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    int minutes = args.length > 1 ? Integer.parseInt(args[1]) : 60;
    firstFrames();
    CountDownLatch started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    Platform.setImplicitExit(false);
    started.await();
    pulses(seconds);
    memory(minutes);
    System.exit(0);
  }

  // start

  private static void firstFrames() throws IOException, InterruptedException {
    List<Long> empty = new ArrayList<>();
    List<Long> ours = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      empty.add(start("empty"));
      ours.add(start("ours"));
    }
    System.out.printf("%nStart of the process to the first frame, %d interleaved starts%n", STARTS);
    System.out.printf("  %-24s %8s %8s %8s%n", "", "least", "median", "most");
    starts("an empty JavaFX window", empty);
    starts("Headroom's window", ours);
  }

  private static void starts(String name, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    System.out.printf(
        "  %-24s %5d ms %5d ms %5d ms%n",
        name, sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
  }

  private static long start(String which) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), WindowBench.class.getName(), which));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String line = process.inputReader().readLine();
    process.waitFor();
    return Long.parseLong(line);
  }

  /** Prints the milliseconds from this process's start until something is on the screen. */
  private static void firstFrame(boolean ours) {
    Platform.startup(
        () -> {
          Stage stage = new Stage();
          if (ours) {
            new ScriptedParts().show(stage, 1280, 800);
          } else {
            stage.setScene(new Scene(new StackPane(), 1280, 800));
            stage.show();
          }
          new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long at) {
              // what the first one laid out is drawn when the second begins
              if (++frames == 2) {
                long start = ManagementFactory.getRuntimeMXBean().getStartTime();
                System.out.println(System.currentTimeMillis() - start);
                System.exit(0);
              }
            }
          }.start();
        });
  }

  // pulses

  private static void pulses(int seconds) throws Exception {
    WindowBench bench = onFx(() -> new WindowBench(new Stage()));
    System.out.printf("%nTime from pulse to pulse, %d s each%n", seconds);
    System.out.printf(
        "  %-34s %7s %8s %8s %8s %8s %8s%n",
        "", "pulses", "median", "95 %", "99 %", "most", "> 50 ms");
    bench.measure("empty list, nothing happens", seconds, () -> {});
    bench.fill();
    bench.measure("2,000 rows, nothing happens", seconds, () -> {});
    bench.measure("2,000 rows, 3 songs running", seconds, bench::tick);
    bench.measure("the same, scrolled all the while", seconds, bench::tickAndScroll);
    onFx(bench::close);
  }

  private void fill() {
    List<JobSnapshot> jobs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      jobs.add(song(i).running(0.1, 1.9, 3.9, 412 * Song.MB));
    }
    running = List.copyOf(jobs);
    for (int i = 3; i < ROWS; i++) {
      jobs.add(song(i).waiting());
    }
    parts.queue.set(jobs);
  }

  private static Song song(int i) {
    return new Song("Track " + i, "Session " + (i / 40 + 1), 150 + i * 37 % 200);
  }

  /** A quarter of a second in the life of the engine: one sample, and what the workers report. */
  private void tick() {
    ticks++;
    now = now.plusMillis(250);
    Map<app.headroom.job.JobId, Long> memory = new HashMap<>();
    for (int i = 0; i < running.size(); i++) {
      double share = 0.1 + (ticks % 1_000) * 0.0009;
      long bytes = Math.round((404 + 30 * Math.sin(ticks * 0.7 + i)) * Song.MB);
      parts.queue.put(song(i).running(share, 1.9, 3.9, bytes));
      memory.put(running.get(i).id(), bytes);
    }
    parts.sample(now, 0.45 + 0.05 * Math.sin(ticks / 40.0), memory, List.of());
  }

  private void tickAndScroll() {
    tick();
    Platform.runLater(
        () -> {
          if (stage.getScene().getRoot().lookup(".songs") instanceof ListView<?> list) {
            list.scrollTo(ticks * 9 % ROWS);
          }
        });
  }

  private void measure(String name, int seconds, Runnable quarter) throws Exception {
    Intervals intervals = new Intervals();
    onFx(intervals::start);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + 2);
    while (System.nanoTime() < end) {
      quarter.run();
      TimeUnit.MILLISECONDS.sleep(250);
    }
    onFx(intervals::stop);
    intervals.print(name);
  }

  private static final class Intervals extends AnimationTimer {
    private final long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    private final List<Double> millis = new ArrayList<>();
    private long last;

    @Override
    public void handle(long at) {
      long real = System.nanoTime();
      if (last > warm) {
        millis.add((real - last) / 1e6);
      }
      last = real;
    }

    void print(String name) {
      double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(
          "  %-34s %7d %5.1f ms %5.1f ms %5.1f ms %5.1f ms %8d%n",
          name,
          sorted.length,
          at(sorted, 0.5),
          at(sorted, 0.95),
          at(sorted, 0.99),
          sorted[sorted.length - 1],
          Arrays.stream(sorted).filter(interval -> interval > 50).count());
    }

    private static double at(double[] sorted, double share) {
      return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
  }

  // memory

  private static void memory(int minutes) throws Exception {
    WindowBench bench = onFx(() -> new WindowBench(new Stage()));
    bench.fill();
    System.out.printf(
        "%nResident memory over %d simulated minutes (4 samples a second, 3 songs running, one ends"
            + " and one is added every 2 minutes)%n",
        minutes);
    List<Double> megabytes = new ArrayList<>();
    for (int minute = 0; minute <= minutes; minute++) {
      for (int quarter = 0; minute > 0 && quarter < 240; quarter++) {
        bench.tick();
        onFx(() -> {});
      }
      if (minute % 2 == 0) {
        bench.parts.queue.put(song(minute).finished(Path.of("out"), 431 * Song.MB, 0));
        bench.parts.queue.put(new Song("New " + minute, "Later", 200).waiting());
      }
      System.gc();
      megabytes.add(resident());
      if (minute % 10 == 0) {
        System.out.printf("  after %3d min %7.1f MB%n", minute, megabytes.getLast());
      }
    }
    int half = megabytes.size() / 2;
    System.out.printf(
        "  slope of the first half %+.3f MB a minute, of the second %+.3f MB a minute%n",
        slope(megabytes.subList(0, half)), slope(megabytes.subList(half, megabytes.size())));
    onFx(bench::close);
  }

  /** Of the line with the least squares. */
  private static double slope(List<Double> values) {
    double middle = (values.size() - 1) / 2.0;
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double up = 0;
    double down = 0;
    for (int i = 0; i < values.size(); i++) {
      up += (i - middle) * (values.get(i) - mean);
      down += (i - middle) * (i - middle);
    }
    return up / down;
  }

  private static double resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  private void close() {
    stage.hide();
    window.close();
  }

  private static void onFx(Runnable action) throws InterruptedException, ExecutionException {
    onFx(
        () -> {
          action.run();
          return Duration.ZERO;
        });
  }

  private static <T extends @Nullable Object> T onFx(Callable<T> action)
      throws InterruptedException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(action);
    Platform.runLater(task);
    return task.get();
  }
}
