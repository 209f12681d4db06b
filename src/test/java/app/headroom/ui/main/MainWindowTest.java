package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.settings.MemorySettings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.scripted.Shots;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Slider;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** What the window tells and asks, on the headless screen. */
class MainWindowTest extends WithWindow {

  private static final Song HARBOUR = new Song("Harbour Lights", "Marlow & the Tide", 252);
  private static final Song MOONS = new Song("Paper Moons", "Okinawa Dive", 7900);

  @Start
  void start(Stage stage) {
    open(stage, 960, 700);
  }

  @Test
  void theTimeLeftInTheHeaderIsThatOfWaitingSongsToo(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.running(0.5, 2, 3.9, 412 * Song.MB)));
    until(() -> texts(robot, ".summary").contains("1 running · 1:03 left"));
    parts.queue.set(List.of(HARBOUR.running(0.5, 2, 3.9, 412 * Song.MB), MOONS.waiting()));
    // 7,900 s at the scripted speed, with half of the threads from the start
    until(() -> texts(robot, ".summary").contains("1 running, 1 waiting · 2:14:50 left"));
  }

  @Test
  void theBudgetGoesToTheQueueAtOnceAndItsEffectIsTold(FxRobot robot) throws TimeoutException {
    Slider slider = robot.lookup(".memory-strip .slider").queryAs(Slider.class);
    robot.interact(() -> slider.setValue(0));
    until(() -> parts.queue.settings().memory().limits().budgetBytes() == 300 * Song.MB);
    until(
        () ->
            texts(robot, ".memory-strip .label").stream()
                .anyMatch(text -> text.startsWith("1.3 s segments, ")));
    until(
        () ->
            parts.kept.stream().anyMatch(kept -> kept.get(MemorySettings.BUDGET) == 300 * Song.MB));
  }

  @Test
  void theWindowSpeaksAnotherLanguageAtOnceAndKeepsItsSongs(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.waiting()));
    until(() -> list(robot).getItems().size() == 1);
    robot.interact(
        () -> window().settings().set(WindowSettings.LANGUAGE, WindowSettings.Language.GERMAN));
    until(() -> texts(robot, ".title").contains("Warteschlange"));
    until(() -> list(robot).getItems().size() == 1);
  }

  @Test
  void theTierAndItsHistoryOutliveAChangeOfTheLanguage(FxRobot robot) throws TimeoutException {
    Shots.PARKED.play(parts);
    until(() -> texts(robot, ".tier-badge").contains("CRITICAL"));
    until(() -> robot.lookup(".mark-parked").tryQuery().isPresent());
    robot.interact(
        () -> window().settings().set(WindowSettings.LANGUAGE, WindowSettings.Language.GERMAN));
    until(() -> texts(robot, ".title").contains("Warteschlange"));
    parts.sample(Song.NOW.plusSeconds(1), 0.91, Map.of(), List.of());
    until(() -> texts(robot, ".tier-badge").contains("KRITISCH"));
    until(() -> robot.lookup(".mark-parked").tryQuery().isPresent());
  }

  @Test
  void quittingWhileSongsRunIsAskedFor(FxRobot robot) throws TimeoutException {
    boolean[] quit = {false};
    robot.interact(() -> window().onQuit(() -> quit[0] = true));
    parts.queue.set(List.of(HARBOUR.running(0.3, 1.9, 3.9, 412 * Song.MB)));
    until(() -> texts(robot, ".summary").stream().anyMatch(text -> text.startsWith("1 running")));
    robot.interact(
        () ->
            robot
                .window(0)
                .fireEvent(new WindowEvent(robot.window(0), WindowEvent.WINDOW_CLOSE_REQUEST)));
    until(() -> robot.lookup(".dialog-pane").tryQuery().isPresent());
    assertThat(quit[0]).isFalse();
    Button leave =
        robot.lookup(".dialog-pane .button").queryAllAs(Button.class).stream()
            .filter(button -> button.getText().equals("Quit"))
            .findFirst()
            .orElseThrow();
    robot.interact(leave::fire);
    until(() -> quit[0]);
  }

  @Test
  void whatIsWrongInTheSettingsFileIsTold(FxRobot robot) throws TimeoutException {
    Path file = Path.of("/home/me/headroom.properties");
    robot.interact(
        () ->
            window()
                .tellSettings(
                    file,
                    List.of(file + ":3: there is no setting colour", "the file is not UTF-8")));
    until(() -> robot.lookup(".notice").tryQuery().isPresent());
    assertThat(texts(robot, ".notice .label"))
        .contains("Not everything in the settings file can be taken: " + file)
        .anyMatch(
            lines -> lines.startsWith("Line 3: there is no setting colour\nthe file is not UTF-8"))
        .anyMatch(line -> line.contains("headroom.properties.corrupt-"));
  }
}
