package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.bench.SynthesisedSong;
import app.headroom.ui.scripted.DragSource;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Songs are dragged from another program onto the window, and finished stems out of it, with the
 * mouse on a virtual X screen. Needs Xvfb and xdotool; skipped, and said so, without them.
 */
@Tag("slow")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class WindowDragTest {

  @TempDir Path temp;
  private final List<Process> started = new ArrayList<>();
  private String display = "";
  private Path home;
  private Path out;

  @BeforeEach
  void prepare() throws Exception {
    for (String tool : List.of("Xvfb", "xdotool")) {
      assumeTrue(isThere(tool), "SKIPPED: " + tool + " is not installed");
    }
    Path folder = temp.toRealPath();
    home = folder.resolve("home");
    out = folder.resolve("out");
    ProgramProcess.lendModel(home);
    Files.writeString(
        home.resolve("headroom.properties"),
        """
        output.folder = %s
        separation.segment = 1.3
        separation.precision = int8
        window.language = english
        """
            .formatted(out));
    Process screen =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(screen);
    display = ":" + screen.inputReader().readLine();
  }

  @AfterEach
  void end() {
    started.reversed().forEach(process -> process.destroyForcibly().onExit().join());
  }

  @Test
  void songsAreDroppedOnTheWindowAndStemsDraggedOutOfIt() throws Exception {
    Path one = song("one.wav");
    Path two = song("two.wav");
    Path text = Files.writeString(temp.resolve("notes.txt"), "words, not sounds");
    try (ProgramProcess window =
        ProgramProcess.start(List.of("env", "DISPLAY=" + display), home, "window")) {
      String id = windowId();
      xdotool("windowmove", id, "250", "80");
      xdotool("windowsize", id, "1280", "800");

      List<String> told = dragSource(one.toString(), text.toString(), two.toString());
      drag(40, 30, 700, 500);
      until(() -> told.contains("done COPY"), () -> "the drag was not taken: " + told);
      until(() -> states().size() == 2, () -> "songs: " + states() + window.err);
      until(
          () -> states().stream().allMatch("finished"::equals),
          () -> "songs: " + states() + window.err);
      started.getLast().destroyForcibly().onExit().join();

      List<String> dropped = dragSource();
      // the first row: 250 + 20 and 80 + 100 is its corner at most
      drag(450, 80 + FIRST_ROW_Y, 40, 30);
      until(
          () -> dropped.stream().anyMatch(line -> line.startsWith("dropped ")),
          () -> "nothing was dropped: " + dropped);
      String files = dropped.stream().filter(line -> line.startsWith("dropped ")).findFirst().get();
      assertThat(files).contains("drums", "bass", "other", "vocals").contains(out.toString());
    }
  }

  /** Within the first row whether there is a notice above it or not. */
  private static final int FIRST_ROW_Y = 240;

  private Path song(String name) throws Exception {
    Path song = temp.resolve(name);
    SynthesisedSong.write(song, 2);
    return song;
  }

  private List<String> states() {
    try (ProgramProcess list = ProgramProcess.start(home, "queue", "list", "--json")) {
      assertThat(list.exitCode()).as(list.err.toString()).isZero();
      return list.events().stream()
          .filter(event -> event.has("state"))
          .map(event -> event.path("state"))
          .map(JsonNode::asText)
          .toList();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
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

  /** What the other program prints. */
  private List<String> dragSource(String... files) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dprism.order=sw",
                "-cp",
                System.getProperty("java.class.path"),
                DragSource.class.getName()));
    command.addAll(Arrays.asList(files));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DISPLAY", display);
    Process process = builder.start();
    started.add(process);
    List<String> lines = new CopyOnWriteArrayList<>();
    BufferedReader reader = process.inputReader();
    Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
    until(() -> lines.contains("ready"), () -> "the other program did not come: " + lines);
    return lines;
  }

  /** As a hand does: down, in steps, a rest over the target, up. */
  private void drag(int fromX, int fromY, int toX, int toY) throws Exception {
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

  private List<String> xdotool(String... arguments) throws Exception {
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

  private static void until(Callable<Boolean> condition, Callable<String> complaint)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(complaint.call());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
