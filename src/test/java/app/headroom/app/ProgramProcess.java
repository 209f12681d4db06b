package app.headroom.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The whole program, started as a process of its own as a user starts it, in a home of its own that
 * borrows the model from the build's.
 */
final class ProgramProcess implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long PATIENCE_MINUTES = 15;
  private static final Path TEST_HOME =
      Path.of(System.getProperty("headroom.test.home", "target/test-home")).toAbsolutePath();

  final List<String> out = new CopyOnWriteArrayList<>();
  final List<String> err = new CopyOnWriteArrayList<>();
  private final Process process;
  private final List<Thread> pumps;

  private ProgramProcess(Process process) {
    this.process = process;
    pumps = List.of(pump(process.inputReader(), out), pump(process.errorReader(), err));
  }

  /** The model is fetched and built once a build; without npm the test is skipped. */
  static void lendModel(Path home) throws Exception {
    Path lender = Files.createDirectories(TEST_HOME.resolve("program"));
    List<String> fetch = new ArrayList<>(List.of("models", "fetch"));
    Path fetched = TEST_HOME.resolve("npm").resolve("htdemucs.onnx");
    if (Files.exists(fetched)) {
      fetch.addAll(List.of("--from", fetched.toString()));
    }
    if (!Files.exists(lender.resolve("models/htdemucs/model.json"))) {
      try (ProgramProcess program = start(lender, fetch.toArray(String[]::new))) {
        assumeTrue(program.exitCode() == 0, "SKIPPED: the model is not to be had: " + program.err);
      }
    }
    Files.createDirectories(home);
    for (String shared : List.of("models", "natives")) {
      Files.createSymbolicLink(home.resolve(shared), lender.resolve(shared));
    }
  }

  static ProgramProcess start(Path home, String... arguments) throws IOException {
    return start(List.of(), home, arguments);
  }

  /** As a user to whom a folder's permissions apply, which they do not to root. */
  static ProgramProcess startUnprivileged(Path home, String... arguments) throws IOException {
    String without = "-dac_override,-dac_read_search";
    return start(
        System.getProperty("user.name").equals("root")
            ? List.of("setpriv", "--bounding-set=" + without, "--inh-caps=" + without)
            : List.of(),
        home,
        arguments);
  }

  /**
   * @param prefix goes before the command: what takes rights away, what enters a control group
   */
  static ProgramProcess start(List<String> prefix, Path home, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "app.headroom.app.Launcher"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("HEADROOM_HOME", home.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new ProgramProcess(builder.start());
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL, for it alone. */
  void kill() {
    // not by the process itself, which would close the streams as well
    process.toHandle().destroyForcibly();
  }

  /** Whether it has ended within that time. */
  boolean endedWithin(long nanos) throws InterruptedException {
    return process.waitFor(nanos, TimeUnit.NANOSECONDS);
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /**
   * Stops all that it has started, so that nothing of it ends or goes on by itself.
   *
   * @return what is stopped now
   */
  List<ProcessHandle> stopped() throws IOException, InterruptedException {
    List<ProcessHandle> stopped = descendants();
    for (ProcessHandle each : stopped) {
      signal("STOP", each);
    }
    return stopped;
  }

  /** By the system's own program, and as its name is there. */
  static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
    List<String> command = List.of("kill", "-" + name, Long.toString(process.pid()));
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new AssertionError("%s of %s: exit code %d".formatted(name, process, exitCode));
    }
  }

  /** Waits for the end, within reason. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new AssertionError("still running; stdout " + out + ", stderr " + err);
    }
    for (Thread pump : pumps) {
      pump.join();
    }
    return process.exitValue();
  }

  /** Every line of stdout as JSON. */
  List<JsonNode> events() {
    return out.stream().map(ProgramProcess::json).toList();
  }

  /** Waits until it has printed an event like that. */
  void await(Predicate<JsonNode> event) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    boolean over = false;
    while (events().stream().noneMatch(event)) {
      if (over || System.nanoTime() > deadline) {
        throw new AssertionError("it never said so; stdout " + out + ", stderr " + err);
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        over = pumps.getFirst().join(Duration.ofMinutes(1)); // its last words are still to be read
      }
    }
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + line, e);
    }
  }

  private static Thread pump(BufferedReader reader, List<String> into) {
    return Thread.ofVirtual().start(() -> reader.lines().forEach(into::add));
  }

  /** Waits until it is gone, so that it writes nothing any more where its test clears up. */
  @Override
  public void close() {
    List<ProcessHandle> descendants = descendants();
    process.toHandle().destroyForcibly(); // first, so that it starts no other in their place
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
