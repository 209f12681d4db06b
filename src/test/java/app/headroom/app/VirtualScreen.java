package app.headroom.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * An X screen that nobody sees, with a mouse and a keyboard. Needs Xvfb and xdotool; the test is
 * skipped, and says so, without them. Closing it ends the programs that were started on it here.
 */
final class VirtualScreen implements AutoCloseable {

  private final List<Process> started = new ArrayList<>();
  private final String display;

  VirtualScreen() throws IOException {
    for (String tool : List.of("Xvfb", "xdotool")) {
      assumeTrue(isThere(tool), "SKIPPED: " + tool + " is not installed");
    }
    Process screen =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(screen);
    display = ":" + screen.inputReader().readLine();
  }

  /** Headroom's window on this screen. */
  ProgramProcess headroom(Path home, String... arguments) throws IOException {
    List<String> window = new ArrayList<>(List.of("window"));
    window.addAll(Arrays.asList(arguments));
    return ProgramProcess.start(
        List.of("env", "DISPLAY=" + display), home, window.toArray(String[]::new));
  }

  /** Waits for it, and puts it to a known place. */
  void placeWindow(int x, int y) throws Exception {
    String id = windowId();
    xdotool("windowmove", id, String.valueOf(x), String.valueOf(y));
    xdotool("windowsize", id, "1280", "800");
  }

  private String windowId() throws Exception {
    List<String> found = new ArrayList<>();
    until(
        () -> {
          found.clear();
          found.addAll(xdotool("search", "--onlyvisible", "--name", "^Headroom$"));
          return !found.isEmpty();
        },
        () -> "no window came");
    return found.getLast();
  }

  /** All windows that can be seen, with menus and tips. */
  List<String> windows() throws Exception {
    return xdotool("search", "--onlyvisible", "--name", ".*");
  }

  /**
   * Another program.
   *
   * @return what it prints
   */
  List<String> start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DISPLAY", display);
    Process process = builder.start();
    started.add(process);
    List<String> lines = new CopyOnWriteArrayList<>();
    BufferedReader reader = process.inputReader();
    Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
    return lines;
  }

  void endNewest() {
    started.getLast().destroyForcibly().onExit().join();
  }

  void click(int button, int x, int y) throws Exception {
    point(x, y);
    xdotool("click", String.valueOf(button));
  }

  void point(int x, int y) throws Exception {
    xdotool("mousemove", String.valueOf(x), String.valueOf(y), "sleep", "0.3");
  }

  /** As a hand does: down, in steps, a rest over the target, up. */
  void drag(int fromX, int fromY, int toX, int toY) throws Exception {
    List<String> hand = new ArrayList<>();
    move(hand, fromX, fromY);
    hand.addAll(List.of("mousedown", "1", "sleep", "0.3"));
    for (int step = 1; step <= 12; step++) {
      move(hand, fromX + (toX - fromX) * step / 12, fromY + (toY - fromY) * step / 12);
    }
    hand.addAll(List.of("sleep", "1"));
    move(hand, toX + 2, toY + 2);
    hand.addAll(List.of("sleep", "0.5", "mouseup", "1"));
    xdotool(hand.toArray(String[]::new));
  }

  private static void move(List<String> hand, int x, int y) {
    hand.addAll(List.of("mousemove", String.valueOf(x), String.valueOf(y), "sleep", "0.2"));
  }

  List<String> xdotool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("xdotool"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DISPLAY", display);
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    process.waitFor();
    return lines;
  }

  private static boolean isThere(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  static void until(Callable<Boolean> condition, Callable<String> complaint) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(complaint.call());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  @Override
  public void close() {
    started.reversed().forEach(process -> process.destroyForcibly().onExit().join());
  }
}
