package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.settings.MemorySettings;
import app.headroom.settings.WindowSettings.Language;
import app.headroom.ui.scripted.Song;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.shape.Polyline;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The settings as a window over the main one. */
class SettingsWindowTest extends WithWindow {

  private static final int MEMORY_PAGE = 2;
  private static final int WINDOW_PAGE = 5;

  @Start
  void start(Stage stage) {
    open(stage, 1280, 800);
  }

  @Test
  void escapeClosesThemWhereverTheFocusIs(FxRobot robot) throws TimeoutException {
    for (String focused : List.of(".pages", ".text-field", ".combo-box", ".check-box")) {
      open(robot);
      robot.interact(() -> robot.lookup(focused).query().requestFocus());
      robot.push(KeyCode.ESCAPE);
      until(() -> robot.lookup(".pages").tryQuery().isEmpty());
    }
  }

  @Test
  void escapeTakesBackHalfANumberFirst(FxRobot robot) throws TimeoutException {
    open(robot);
    robot.interact(
        () ->
            robot.lookup(".pages").queryListView().getSelectionModel().clearAndSelect(MEMORY_PAGE));
    TextField field = robot.lookup(".page-scroll .text-field").query();
    String before = field.getText();
    MainWindow window = window();
    long budget = window.settings().get(MemorySettings.BUDGET);
    robot.interact(
        () -> {
          field.requestFocus();
          field.setText("500");
        });
    robot.push(KeyCode.ESCAPE);
    assertThat(field.getText()).isEqualTo(before);
    robot.push(KeyCode.ESCAPE);
    until(() -> robot.lookup(".pages").tryQuery().isEmpty());
    assertThat(window.settings().get(MemorySettings.BUDGET)).isEqualTo(budget);
  }

  @Test
  void escapeClosesAListOfValuesFirst(FxRobot robot) throws TimeoutException {
    open(robot);
    ComboBox<?> box = robot.lookup(".combo-box").queryComboBox();
    robot.interact(
        () -> {
          box.requestFocus();
          box.show();
        });
    until(box::isShowing);
    robot.push(KeyCode.ESCAPE);
    until(() -> !box.isShowing());
    assertThat(robot.lookup(".pages").tryQuery()).isPresent();
    robot.push(KeyCode.ESCAPE);
    until(() -> robot.lookup(".pages").tryQuery().isEmpty());
  }

  @Test
  void openSettingsAndTheSongsPastSurviveAnotherLanguage(FxRobot robot) throws TimeoutException {
    Song song = new Song("Harbour Lights", "Marlow & the Tide", 252);
    parts.queue.set(List.of(song.running(0.3, 1.9, 3.9, 412 * Song.MB)));
    until(() -> robot.lookup(".song-title").tryQuery().isPresent());
    for (int second = 0; second < 20; second++) {
      parts.sample(
          Song.NOW.plusSeconds(second),
          0.5,
          Map.of(song.id(), (300 + 10 * second) * Song.MB),
          List.of());
      WaitForAsyncUtils.waitForFxEvents();
    }
    until(() -> points(robot) > 2 * 5);
    int before = points(robot);
    open(robot);
    robot.interact(
        () ->
            robot.lookup(".pages").queryListView().getSelectionModel().clearAndSelect(WINDOW_PAGE));
    ComboBox<Language> language = language(robot);
    robot.interact(() -> language.setValue(Language.GERMAN));
    until(() -> robot.lookup(".page-title").queryAs(Labeled.class).getText().equals("Fenster"));
    ListView<?> pages = robot.lookup(".pages").queryListView();
    assertThat(pages.getSelectionModel().getSelectedIndex()).isEqualTo(WINDOW_PAGE);
    assertThat(((Stage) pages.getScene().getWindow()).getTitle()).isEqualTo("Einstellungen");
    assertThat(language(robot).getValue()).isEqualTo(Language.GERMAN);
    until(() -> points(robot) >= before);
  }

  @SuppressWarnings("unchecked") // its converter says what it holds
  private static ComboBox<Language> language(FxRobot robot) {
    return (ComboBox<Language>)
        robot.lookup(".combo-box").queryAllAs(ComboBox.class).stream()
            .filter(box -> box.getValue() instanceof Language)
            .findFirst()
            .orElseThrow();
  }

  private static int points(FxRobot robot) {
    return robot.lookup(".sparkline-line").tryQueryAs(Polyline.class).stream()
        .mapToInt(line -> line.getPoints().size())
        .sum();
  }

  private static void open(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
  }
}
