package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobState;
import app.headroom.queue.HandOffs;
import app.headroom.queue.QueueCommand;
import app.headroom.ui.queue.SongRow;
import app.headroom.ui.scripted.Song;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What a user does with the songs of the queue. */
class SongListTest extends WithWindow {

  private static final Song HARBOUR = new Song("Harbour Lights", "Marlow & the Tide", 252);
  private static final Song MOONS = new Song("Paper Moons", "Okinawa Dive", 7900);

  @Start
  void start(Stage stage) {
    open(stage, 960, 700);
  }

  @Test
  void droppedSongsJoinTheQueueAndATextFileIsRefusedWithItsReason(FxRobot robot)
      throws TimeoutException {
    window().add(List.of(Path.of("one.flac"), Path.of("notes.txt"), Path.of("two.flac")));
    until(() -> parts.queue.jobs().size() == 2);
    until(() -> robot.lookup(".notice").tryQuery().isPresent());
    assertThat(texts(robot, ".notice .label"))
        .contains("2 songs added, 1 not taken")
        .anyMatch(line -> line.startsWith("notes.txt: This is not a sound file"));
    until(() -> list(robot).getItems().size() == 2);
  }

  @Test
  void aSongIsPausedAndResumedByKeyboard(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.running(0.3, 1.9, 3.9, 412 * Song.MB), MOONS.waiting()));
    until(() -> list(robot).getItems().size() == 2);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().clearAndSelect(0);
        });
    robot.push(KeyCode.SPACE);
    until(() -> parts.queue.jobs().getFirst().state() instanceof JobState.Paused);
    robot.push(KeyCode.SPACE);
    until(() -> parts.queue.jobs().getFirst().state() instanceof JobState.Waiting);
  }

  @Test
  void severalSongsMoveTogether(FxRobot robot) throws TimeoutException {
    Song third = new Song("Third", null, 60);
    parts.queue.set(List.of(HARBOUR.waiting(), MOONS.waiting(), third.waiting()));
    until(() -> list(robot).getItems().size() == 3);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().selectIndices(0, 1);
        });
    robot.push(KeyCode.ALT, KeyCode.DOWN);
    until(
        () ->
            list(robot).getItems().stream()
                .map(SongRow::id)
                .toList()
                .equals(List.of(third.id(), HARBOUR.id(), MOONS.id())));
    // what has moved stays selected, to be moved further
    until(() -> list(robot).getSelectionModel().getSelectedIndices().equals(List.of(1, 2)));
    robot.push(KeyCode.ALT, KeyCode.UP);
    until(() -> list(robot).getItems().getLast().id().equals(third.id()));
  }

  @Test
  void theSelectionFollowsItsSongs(FxRobot robot) throws TimeoutException {
    Song third = new Song("Third", null, 60);
    parts.queue.set(List.of(HARBOUR.waiting(), MOONS.waiting(), third.waiting()));
    until(() -> list(robot).getItems().size() == 3);
    robot.interact(() -> list(robot).getSelectionModel().clearAndSelect(1));
    Song first = new Song("First", null, 60);
    parts.queue.set(List.of(first.waiting(), third.waiting(), MOONS.waiting()));
    until(() -> list(robot).getItems().getFirst().id().equals(first.id()));
    until(
        () ->
            list(robot).getSelectionModel().getSelectedItems().stream()
                .map(SongRow::id)
                .toList()
                .equals(List.of(MOONS.id())));
  }

  @Test
  void stemsOfFinishedSongsAreCopiedAsFilesByKeyboard(FxRobot robot) throws TimeoutException {
    Path folder = Path.of("/music/separated").toAbsolutePath();
    parts.queue.set(
        List.of(
            HARBOUR.finished(folder, 480 * Song.MB, List.of("bass", "vocals")),
            new Song("Third", null, 60).waiting(),
            MOONS.finished(folder, 480 * Song.MB, List.of("drums"))));
    until(() -> list(robot).getItems().size() == 3);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().selectAll();
        });
    robot.push(KeyCode.CONTROL, KeyCode.C);
    WaitForAsyncUtils.waitForFxEvents();
    List<File> copied =
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> Clipboard.getSystemClipboard().getFiles());
    assertThat(copied.stream().map(File::toPath))
        .containsExactly(
            folder.resolve("Harbour Lights").resolve("bass.flac"),
            folder.resolve("Harbour Lights").resolve("vocals.flac"),
            folder.resolve("Paper Moons").resolve("drums.flac"));
    robot.push(KeyCode.CONTROL, KeyCode.O);
    until(() -> parts.revealed.size() == 2);
    assertThat(parts.revealed)
        .containsExactly(
            folder.resolve("Harbour Lights").resolve("bass.flac"),
            folder.resolve("Harbour Lights").resolve("vocals.flac"));
  }

  @Test
  void aFinishedSongIsExportedByKeyboardAndItsRowTellsHowItGoes(FxRobot robot)
      throws TimeoutException {
    Path folder = Path.of("/music/separated").toAbsolutePath();
    parts.queue.set(List.of(HARBOUR.finished(folder, 480 * Song.MB, List.of("bass", "vocals"))));
    until(() -> list(robot).getItems().size() == 1);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().select(0);
        });
    robot.push(KeyCode.CONTROL, KeyCode.E);
    until(() -> robot.lookup(".menu-item").queryAll().stream().anyMatch(Node::isFocused));
    robot.push(KeyCode.DOWN); // the first has the focus already
    robot.push(KeyCode.ENTER);
    until(() -> parts.handOffs.orders.size() == 1);
    assertThat(parts.handOffs.orders.getFirst().wanted()).containsExactly(HandOff.REAPER);
    until(() -> texts(robot, ".row .label").contains("Making REAPER…"));

    parts.handOffs.say(
        new HandOffs.News.Failed(new JobFailure.OutputExists(folder.resolve("a.rpp"))));
    until(
        () ->
            texts(robot, ".row .label").stream()
                .anyMatch(text -> text.startsWith("REAPER not made: ") && text.contains("a.rpp")));

    parts.handOffs.say(new HandOffs.News.Made(Map.of(HandOff.REAPER, folder.resolve("a.rpp")), ""));
    until(
        () ->
            texts(robot, ".row .label").stream()
                .anyMatch(text -> text.endsWith("REAPER") && text.startsWith("2 stems")));
  }

  @Test
  void theKeyForMenusOpensTheRowsMenu(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.waiting()));
    until(() -> list(robot).getItems().size() == 1);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().select(0);
          list(robot)
              .fireEvent(
                  new KeyEvent(
                      KeyEvent.KEY_PRESSED, "", "", KeyCode.F10, true, false, false, false));
        });
    until(() -> robot.lookup(".context-menu").tryQuery().isPresent());
  }

  @Test
  void clearFinishedAsksTheQueue(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.finished(Path.of("out"), 1, 0), MOONS.waiting()));
    until(() -> visible(robot, "#clear"));
    robot.interact(() -> robot.lookup("#clear").queryAs(Button.class).fire());
    until(() -> list(robot).getItems().size() == 1);
    assertThat(parts.queue.asked()).contains(new QueueCommand.ClearFinished());
  }
}
