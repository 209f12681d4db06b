package app.headroom.app;

import static app.headroom.app.VirtualScreen.until;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the mouse does in the whole program on a virtual X screen: rows change places, the first
 * click of the other button opens a row's menu, a mark of the history tells itself; and a second
 * start hands its songs over. Skipped, and said so, without Xvfb and xdotool.
 */
@Tag("slow")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class WindowPointerTest {

  private static final int LEFT = 250;
  private static final int TOP = 80;

  /** The middle of the first row. */
  private static final int FIRST_ROW = 128;

  private static final int ROW = 72;

  /** Where the newest mark of the history is. */
  private static final int MARK_X = 1235;

  private static final int MARK_Y = 301;

  @TempDir Path temp;
  private VirtualScreen screen;
  private Path home;

  @BeforeEach
  void prepare() throws Exception {
    screen = new VirtualScreen();
    Path folder = temp.toRealPath();
    home = folder.resolve("home");
    ProgramProcess.lendModel(home);
    Files.writeString(
        home.resolve("headroom.properties"),
        """
        output.folder = %s
        separation.segment = 1.3
        separation.precision = int8
        memory.limits.jobs-at-once = 1
        window.language = english
        """
            .formatted(folder.resolve("out")));
  }

  @AfterEach
  void end() {
    if (screen != null) {
      screen.close();
    }
  }

  @Test
  void rowsMenusAndMarksAnswerTheMouse() throws Exception {
    String one = song("one.wav");
    String two = song("two.wav");
    String three = song("three.wav");
    try (ProgramProcess window = screen.headroom(home, one)) {
      screen.placeWindow(LEFT, TOP);
      until(() -> songs().size() == 1, () -> "songs: " + songs() + window.err);

      try (ProgramProcess second = screen.headroom(home, two, three)) {
        assertThat(second.exitCode()).as(second.err.toString()).isZero();
        assertThat(second.err).noneMatch(line -> line.contains("\tat "));
      }
      until(
          () -> songs().equals(List.of("one.wav", "two.wav", "three.wav")),
          () -> "songs: " + songs() + window.err);

      int before = screen.windows().size();
      screen.click(3, LEFT + 300, TOP + FIRST_ROW + ROW);
      until(() -> screen.windows().size() > before, () -> "no menu came");
      screen.xdotool("key", "Escape");
      until(() -> screen.windows().size() == before, () -> "the menu stays");

      // the lower half of the first row stands for the place behind it
      screen.drag(LEFT + 300, TOP + FIRST_ROW + 2 * ROW, LEFT + 300, TOP + FIRST_ROW + 20);
      until(
          () -> songs().equals(List.of("one.wav", "three.wav", "two.wav")),
          () -> "songs: " + songs() + window.err);

      until(() -> states().getFirst().equals("running"), () -> "states: " + states());
      // nothing is told of this place
      screen.point(LEFT + 640, TOP + 30);
      try (ProgramProcess pause = ProgramProcess.start(home, "queue", "pause", "--all")) {
        assertThat(pause.exitCode()).as(pause.err.toString()).isZero();
      }
      until(() -> states().getFirst().equals("paused"), () -> "states: " + states());
      int calm = screen.windows().size();
      screen.point(LEFT + MARK_X - 2, TOP + MARK_Y);
      screen.point(LEFT + MARK_X, TOP + MARK_Y);
      until(() -> screen.windows().size() > calm, () -> "no tip came");
      for (int look = 0; look < 10; look++) {
        assertThat(screen.windows())
            .as("it stays while the pointer rests")
            .hasSizeGreaterThan(calm);
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private String song(String name) throws Exception {
    Path song = temp.resolve(name);
    SynthesisedSong.write(song, 120);
    return song.toString();
  }

  private List<String> states() {
    return told("state");
  }

  /** By their names, in their order. */
  private List<String> songs() {
    return told("file").stream().map(path -> Path.of(path).getFileName().toString()).toList();
  }

  private List<String> told(String field) {
    try (ProgramProcess list = ProgramProcess.start(home, "queue", "list", "--json")) {
      assertThat(list.exitCode()).as(list.err.toString()).isZero();
      List<String> values = new ArrayList<>();
      for (JsonNode event : list.events()) {
        if (event.has("state")) {
          values.add(event.path(field).asText());
        }
      }
      return values;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
