package app.headroom.ui.player;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.ui.main.MainWindow;
import app.headroom.ui.queue.SongRow;
import app.headroom.ui.scripted.ScriptedParts;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Listening in the window, by keyboard, on the headless screen. */
@ExtendWith(ApplicationExtension.class)
class PlayerWindowTest {

  private static final Song SONG = new Song("Harbour Lights", "Marlow & the Tide", 12);

  private final ScriptedParts parts = new ScriptedParts();
  private @Nullable MainWindow opened;

  @Start
  void start(Stage stage) {
    opened = parts.show(stage, 980, 700);
  }

  @AfterEach
  void close(FxRobot robot) {
    parts.sound.unplug();
    robot.interact(() -> ScriptedParts.close(opened));
  }

  @Test
  void aFinishedSongIsPlayedMixedLoopedAndExportedByKeyboard(FxRobot robot)
      throws TimeoutException {
    parts.sound.plugIn();
    parts.queue.set(List.of(SONG.finished(Path.of("out").toAbsolutePath(), 1, 0)));
    ListView<SongRow> list = robot.lookup(".songs").queryListView();
    until(() -> list.getItems().size() == 1);
    robot.interact(
        () -> {
          list.requestFocus();
          list.getSelectionModel().clearAndSelect(0);
        });
    robot.push(KeyCode.SHORTCUT, KeyCode.P);
    until(() -> button(robot, "#play").getAccessibleText().equals("Pause"));
    assertThat(focused(robot).getStyleClass()).contains("wave-row");
    parts.sound.run(44_100);
    until(() -> label(robot, "#time").equals("0:01 / 0:12"));
    robot.push(KeyCode.SPACE);
    parts.sound.run(20_000);
    until(() -> button(robot, "#play").getAccessibleText().equals("Play"));

    robot.push(KeyCode.RIGHT);
    until(() -> label(robot, "#time").equals("0:06 / 0:12"));
    robot.push(KeyCode.DOWN);
    robot.push(KeyCode.M);
    assertThat(toggles(robot, ".mute").get(1).isSelected()).isTrue();
    robot.push(KeyCode.S);
    assertThat(toggles(robot, ".solo").get(1).isSelected()).isTrue();
    robot.push(KeyCode.S);
    robot.push(KeyCode.L);
    robot.push(KeyCode.SHIFT, KeyCode.RIGHT);
    robot.push(KeyCode.L);
    until(() -> button(robot, "#loop").getText().equals("0:06 – 0:07"));
    assertThat(focused(robot).getAccessibleText()).startsWith("Bass, not heard: 0:06");

    robot.push(KeyCode.E);
    until(() -> parts.workshop.exports.size() == 1);
    assertThat(parts.workshop.exports.getFirst().target().getFileName())
        .hasToString("Harbour Lights (minus Bass).flac");
    assertThat(parts.workshop.exports.getFirst().title()).isEqualTo("Harbour Lights (minus Bass)");

    robot.push(KeyCode.F);
    until(() -> !robot.lookup(".waves").query().getParent().isVisible());
  }

  @Test
  void withoutADeviceTheWindowSaysSoAndTheRestWorks(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(SONG.finished(Path.of("out").toAbsolutePath(), 1, 0)));
    until(() -> robot.lookup("#play").tryQuery().filter(Node::isVisible).isPresent());
    until(() -> robot.lookup(".player").query().isVisible());
    robot.interact(() -> button(robot, "#play").fire());
    until(() -> label(robot, "#noticeText").startsWith("No sound device"));
    robot.interact(() -> robot.lookup(".wave-row").query().requestFocus());
    robot.push(KeyCode.RIGHT);
    until(() -> label(robot, "#time").equals("0:05 / 0:12"));
    parts.sound.plugIn();
    robot.interact(() -> button(robot, "#noticeAction").fire());
    until(() -> button(robot, "#play").getAccessibleText().equals("Pause"));
    until(() -> !robot.lookup("#notice").query().isVisible());
  }

  @Test
  void aSongThatIsBeingSeparatedIsPaleBeyondWhatIsDone(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(SONG.running(0.5, 1.9, 3.9, 1)));
    until(() -> robot.lookup(".player").query().isVisible());
    until(() -> label(robot, "#separated").equals("· separated up to 0:06"));
    robot.interact(() -> button(robot, "#export").fire());
    until(() -> label(robot, "#noticeText").startsWith("The mix can be exported when"));
  }

  @Test
  void rowsAreLowerInALowWindow(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(SONG.finished(Path.of("out").toAbsolutePath(), 1, 0)));
    until(() -> robot.lookup(".player").query().isVisible());
    for (int height : new int[] {520, 600, 520, 900}) {
      robot.interact(() -> robot.window(0).setHeight(height));
      double low = Math.floor(robot.window(0).getScene().getHeight() / 4 / 4);
      until(() -> rowHeight(robot) == Math.min(low, 44));
    }
  }

  private static double rowHeight(FxRobot robot) {
    return robot.lookup(".wave-row").query().getLayoutBounds().getHeight();
  }

  private static Node focused(FxRobot robot) {
    return robot.window(0).getScene().getFocusOwner();
  }

  private static Button button(FxRobot robot, String query) {
    return robot.lookup(query).queryAs(Button.class);
  }

  private static String label(FxRobot robot, String query) {
    return robot.lookup(query).queryAs(Label.class).getText();
  }

  private static List<ToggleButton> toggles(FxRobot robot, String kind) {
    return List.copyOf(robot.lookup(".strip-toggle" + kind).queryAllAs(ToggleButton.class));
  }

  /** As the thread of the window sees it, which changes nothing meanwhile. */
  private static void until(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(
        60,
        TimeUnit.SECONDS,
        () -> WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(20), condition));
  }
}
