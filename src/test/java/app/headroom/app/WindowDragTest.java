package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import app.headroom.ui.scripted.DragSource;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private VirtualScreen screen;
  private Path home;
  private Path out;

  @BeforeEach
  void prepare() throws Exception {
    screen = new VirtualScreen();
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
  }

  @AfterEach
  void end() {
    if (screen != null) {
      screen.close();
    }
  }

  @Test
  void songsAreDroppedOnTheWindowAndStemsDraggedOutOfIt() throws Exception {
    Path one = song("one.wav");
    Path two = song("two.wav");
    Path text = Files.writeString(temp.resolve("notes.txt"), "words, not sounds");
    try (ProgramProcess window = screen.headroom(home)) {
      screen.placeWindow(250, 80);

      List<String> told = dragSource(one.toString(), text.toString(), two.toString());
      screen.drag(40, 30, 700, 500);
      VirtualScreen.until(
          () -> told.contains("done COPY"), () -> "the drag was not taken: " + told);
      VirtualScreen.until(() -> states().size() == 2, () -> "songs: " + states() + window.err);
      VirtualScreen.until(
          () -> states().stream().allMatch("finished"::equals),
          () -> "songs: " + states() + window.err);
      screen.endNewest();

      List<String> dropped = dragSource();
      // the first row: 250 + 20 and 80 + 100 is its corner at most
      screen.drag(450, 80 + FIRST_ROW_Y, 40, 30);
      VirtualScreen.until(
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
    List<String> lines = screen.start(command);
    VirtualScreen.until(
        () -> lines.contains("ready"), () -> "the other program did not come: " + lines);
    return lines;
  }
}
