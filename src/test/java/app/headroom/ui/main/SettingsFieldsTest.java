package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.Bytes;
import app.headroom.memory.MemoryPolicy;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.scripted.Song;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** What can be set on the pages of the settings, and what cannot. */
class SettingsFieldsTest extends WithWindow {

  @Start
  void start(Stage stage) {
    open(stage, 960, 700);
  }

  @Test
  void everyPageOfTheSettingsOpens(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    ListView<?> pages = robot.lookup(".pages").queryListView();
    for (int i = 0; i < pages.getItems().size(); i++) {
      int page = i;
      robot.interact(() -> pages.getSelectionModel().clearAndSelect(page));
      assertThat(robot.lookup(".field").queryAll()).isNotEmpty();
    }
  }

  @Test
  void everySettingStandsOnAPage(FxRobot robot) throws TimeoutException {
    robot.interact(
        () -> window().settings().set(WindowSettings.LANGUAGE, WindowSettings.Language.GERMAN));
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    ListView<?> pages = robot.lookup(".pages").queryListView();
    Set<Object> found = new HashSet<>();
    for (int i = 0; i < pages.getItems().size(); i++) {
      int page = i;
      robot.interact(() -> pages.getSelectionModel().clearAndSelect(page));
      robot.lookup(".field").queryAll().forEach(field -> found.add(field.getUserData()));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(Setting.all());
  }

  @Test
  void aSettingThatIsNotAllowedIsToldAndPutBack(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    robot.interact(
        () -> robot.lookup(".pages").queryListView().getSelectionModel().clearAndSelect(3));
    TextField high = editor(robot, MemorySettings.HIGH_USED);
    robot.interact(() -> high.setText("95"));
    assertThat(texts(robot, ".problem"))
        .contains("“High from” must be less than “Critical from” (85), not 95");
    assertThat(window().settings().get(MemorySettings.HIGH_USED))
        .isEqualTo(MemorySettings.HIGH_USED.fallback());
    robot.interact(() -> high.setText("72"));
    assertThat(window().settings().get(MemorySettings.HIGH_USED))
        .as("not before it is typed to its end")
        .isEqualTo(MemorySettings.HIGH_USED.fallback());
    robot.interact(() -> high.fireEvent(new ActionEvent()));
    assertThat(window().settings().get(MemorySettings.HIGH_USED)).isEqualTo(72.0);
    robot.interact(
        () ->
            robot
                .from(field(robot, MemorySettings.HIGH_USED))
                .lookup(".icon-button")
                .queryButton()
                .fire());
    assertThat(window().settings().get(MemorySettings.HIGH_USED))
        .isEqualTo(MemorySettings.HIGH_USED.fallback());
    assertThat(editor(robot, MemorySettings.HIGH_USED).getText()).isEqualTo("70");
  }

  @Test
  void aBudgetThatCannotBeHeldIsToldAtItsField(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    robot.interact(
        () -> robot.lookup(".pages").queryListView().getSelectionModel().clearAndSelect(2));
    String least = Bytes.text(MemoryPolicy.DEFAULT.leastBudgetBytes());
    type(robot, MemorySettings.BUDGET, "100");
    assertThat(texts(robot, ".problem"))
        .containsExactly(
            "“Budget for a song” must be at least "
                + least
                + ", which the shortest segments need, not 100 MB");
    type(robot, MemorySettings.BUDGET, "600");
    assertThat(texts(robot, ".problem")).isEmpty();
    type(robot, MemorySettings.KILL, "599");
    assertThat(texts(robot, ".problem"))
        .containsExactly("“Hard limit” must be at least “Budget for a song” (600 MB), not 599 MB");
    type(robot, MemorySettings.KILL, "700");
    assertThat(window().settings().get(MemorySettings.BUDGET)).isEqualTo(600 * Song.MB);
    assertThat(window().settings().get(MemorySettings.KILL)).isEqualTo(700 * Song.MB);

    robot.interact(
        () ->
            robot
                .from(field(robot, MemorySettings.BUDGET))
                .lookup(".icon-button")
                .queryButton()
                .fire());
    assertThat(texts(robot, ".problem"))
        .as("its default is above the hard limit")
        .containsExactly(
            "2048 MB, the default, does not go: “Hard limit” must be at least “Budget for a song”"
                + " (2048 MB), not 700 MB");
    assertThat(window().settings().get(MemorySettings.BUDGET)).isEqualTo(600 * Song.MB);

    Slider slider = robot.lookup(".memory-strip .slider").queryAs(Slider.class);
    robot.interact(() -> slider.setValue(slider.getMax()));
    until(() -> parts.queue.settings().memory().limits().budgetBytes() == 700 * Song.MB);
  }

  private static void type(FxRobot robot, Setting<?> setting, String text) {
    TextField editor = editor(robot, setting);
    robot.interact(
        () -> {
          editor.setText(text);
          editor.fireEvent(new ActionEvent());
        });
  }

  private static Node field(FxRobot robot, Setting<?> setting) {
    return robot.lookup(".field").queryAll().stream()
        .filter(field -> setting.equals(field.getUserData()))
        .findFirst()
        .orElseThrow();
  }

  private static TextField editor(FxRobot robot, Setting<?> setting) {
    return robot.from(field(robot, setting)).lookup(".text-field").queryAs(TextField.class);
  }
}
