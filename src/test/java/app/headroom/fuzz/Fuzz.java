package app.headroom.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fuzzes every target for its share of the time, prints a table, and fails if there was a find.
 * {@code MINUTES SEED WORK-FOLDER [TARGETS]}; with {@code TARGET/NUMBER} for the targets, that one
 * input is read in this process, and what comes of it is printed in full.
 */
final class Fuzz {

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int MOST_FINDS = 5;
  private static final Path MEMORY = Path.of("/dev/shm");

  private final long seed;
  private final Path work;

  private Fuzz(long seed, Path work) {
    this.seed = seed;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    double minutes = Double.parseDouble(args[0]);
    Fuzz fuzz =
        new Fuzz(
            Long.parseLong(args[1]), Files.createDirectories(Path.of(args[2]).toAbsolutePath()));
    String chosen = args.length > 3 ? args[3] : "";
    int slash = chosen.indexOf('/');
    if (slash > 0) {
      fuzz.repeat(chosen.substring(0, slash), Long.parseLong(chosen.substring(slash + 1)));
      return;
    }
    List<Target> targets =
        chosen.isBlank()
            ? Targets.all()
            : Stream.of(chosen.split(",")).map(Targets::named).toList();
    boolean clean;
    try {
      clean = fuzz.all(targets, minutes);
    } finally {
      fuzz.clear();
    }
    System.exit(clean ? 0 : 1);
  }

  private void repeat(String target, long number) throws Exception {
    Target named = Targets.named(target);
    Path root = fresh(target);
    List<byte[]> corpus = named.corpus(root);
    byte[] input = new Mutator(corpus, named.words(), seed).input(number);
    System.out.println(
        input.length + " bytes, kept as " + Files.write(work.resolve("input"), input));
    try (named) {
      System.out.println(named.read(input, fresh(target)));
    } catch (Throwable e) {
      throw new IllegalStateException("a find", e);
    }
    System.exit(0);
  }

  private boolean all(List<Target> targets, double minutes) throws Exception {
    long millis = (long) (minutes * 60_000 / targets.size());
    List<Tally> tallies = new ArrayList<>();
    for (Target target : targets) {
      tallies.add(run(target, millis));
      System.out.println(tallies.getLast().line());
    }
    System.out.println();
    System.out.println("seed " + seed + ", " + millis / 1000 + " s for each target");
    System.out.println(Tally.HEAD);
    tallies.forEach(tally -> System.out.println(tally.line()));
    tallies.forEach(
        tally -> tally.events.forEach(e -> System.out.println(tally.target.name() + ": " + e)));
    return tallies.stream().allMatch(tally -> tally.finds == 0);
  }

  /** What is known of a target's run. */
  private static final class Tally {
    static final String HEAD =
        String.format(
            "%-12s %10s %9s %22s %8s %7s %6s",
            "target", "executions", "outcomes", "slowest", "memory", "crashes", "finds");

    final Target target;
    final Set<String> outcomes = new HashSet<>();
    final List<String> events = new ArrayList<>();
    long executions;
    long slowestMillis;
    long slowestNumber;
    long peakBytes;
    int crashes;
    int finds;

    Tally(Target target) {
      this.target = target;
    }

    void event(boolean find, String words) {
      if (find) {
        finds++;
      }
      if (events.size() < 4 * MOST_FINDS) {
        events.add(words);
      }
    }

    synchronized void hear(String line) {
      int blank = line.indexOf(' ');
      String rest = line.substring(blank + 1);
      switch (blank < 0 ? line : line.substring(0, blank)) {
        case "outcome" -> outcomes.add(rest);
        case "find" -> event(true, "find at " + rest);
        case "memory" -> peakBytes = Math.max(peakBytes, Long.parseLong(rest));
        case "slowest" -> {
          String[] parts = rest.split(" ", 2);
          if (Long.parseLong(parts[0]) > slowestMillis) {
            slowestMillis = Long.parseLong(parts[0]);
            slowestNumber = Long.parseLong(parts[1]);
          }
        }
        default -> {}
      }
    }

    synchronized String line() {
      return String.format(
          Locale.ROOT,
          "%-12s %10d %9d %22s %5d MB %7d %6d",
          target.name(),
          executions,
          outcomes.size(),
          slowestMillis + " ms (" + slowestNumber + ")",
          peakBytes / 1_000_000,
          crashes,
          finds);
    }
  }

  /** Starts a process again behind the input that ended it, until the time is over. */
  private Tally run(Target target, long millis) throws Exception {
    Tally tally = new Tally(target);
    long end = System.nanoTime() + millis * 1_000_000;
    long first = 0;
    while (tally.finds < MOST_FINDS) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left < 200) {
        break;
      }
      first = process(tally, first, left) + 1;
      tally.executions = first;
    }
    return tally;
  }

  /**
   * @return the number of the last input
   */
  private long process(Tally tally, long first, long millis) throws Exception {
    Target target = tally.target;
    Path root = fresh(target.name());
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    Path stateFile = work.resolve("state");
    Files.write(stateFile, new byte[FuzzChild.STATE_BYTES]);
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    // As a worker of the program has it, and as much as it has.
    command.addAll(
        List.of(
            "-Xmx96m",
            "-Xmn16m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + work.resolve("crash-" + target.name() + "-%p.log"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.io.tmpdir=" + temporary));
    for (String name :
        List.of("headroom.test.home", "headroom.test.shared", "org.bytedeco.javacpp.cachedir")) {
      command.add("-D" + name + "=" + System.getProperty(name));
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            FuzzChild.class.getName(),
            target.name(),
            Long.toString(seed),
            Long.toString(first),
            Long.toString(millis),
            root.toString(),
            stateFile.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().putAll(Map.of("ORT_DISABLE_TELEMETRY", "1", "MALLOC_ARENA_MAX", "1"));
    builder.redirectError(work.resolve("errors-" + target.name()).toFile());
    Process process = builder.start();
    Thread listener = Thread.ofVirtual().start(() -> listen(process, tally));
    try (FileChannel channel = FileChannel.open(stateFile, StandardOpenOption.READ)) {
      ByteBuffer state = channel.map(FileChannel.MapMode.READ_ONLY, 0, FuzzChild.STATE_BYTES);
      watch(process, tally, state);
      listener.join();
      return Math.max(first, state.getLong(0));
    } finally {
      process.destroyForcibly();
    }
  }

  private void watch(Process process, Tally tally, ByteBuffer state) throws Exception {
    Target target = tally.target;
    while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      long number = state.getLong(0);
      long peak = peakBytes(process.pid());
      tally.hear("memory " + peak);
      boolean late =
          state.getLong(16) == 1
              && System.currentTimeMillis() - state.getLong(8) > target.patience().toMillis();
      boolean large = peak > target.memoryBytes();
      if (late || large) {
        process.destroyForcibly().waitFor();
        tally.event(
            true,
            "find at " + number + (late ? " it takes too long" : " it holds " + peak + " bytes"));
        return;
      }
    }
    if (process.exitValue() != 0) {
      tally.crashes++;
      tally.event(
          !target.contained() || tally.crashes > MOST_FINDS,
          "process ended with " + process.exitValue() + " at " + state.getLong(0));
    }
  }

  private static void listen(Process process, Tally tally) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tally.hear(line);
      }
    } catch (IOException e) {
      // It is gone.
    }
  }

  /** As the kernel recorded it; 0 where it records none. */
  static long peakBytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** Nothing of it has to survive, and a disk would be waited for at every commit. */
  private static Path memory() {
    return MEMORY.resolve("headroom-fuzz-" + ProcessHandle.current().pid());
  }

  private void clear() throws IOException {
    if (Files.isDirectory(MEMORY)) {
      delete(memory());
    }
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> tree = Files.walk(root)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private Path fresh(String name) throws IOException {
    Path root = (Files.isDirectory(MEMORY) ? memory() : work).resolve("root-" + name);
    delete(root);
    return Files.createDirectories(root).toAbsolutePath();
  }
}
