package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.common.Themes;
import app.headroom.ui.scripted.ScriptedRemote;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** What is shown where another process works on the queue. */
class BusyWindowTest extends WithWindow {

  @Start
  void start(Stage stage) {
    open(stage, 960, 700);
  }

  @Test
  void anotherProcessIsNamedAndTakesTheSongs(FxRobot robot) throws TimeoutException {
    CountDownLatch quit = new CountDownLatch(1);
    BusyWindow[] busy = new BusyWindow[1];
    robot.interact(
        () ->
            busy[0] =
                new BusyWindow(
                    new Stage(),
                    new ScriptedRemote(parts.queue),
                    parts.parts().search(),
                    (settings, song) -> Song.request(song),
                    Settings.FALLBACKS.with(
                        WindowSettings.LANGUAGE, WindowSettings.Language.ENGLISH),
                    new Themes(WindowSettings.Theme.LIGHT),
                    quit::countDown));
    assertThat(texts(robot, ".busy .label"))
        .anyMatch(text -> text.startsWith("Headroom separate (process 4711) is working on it"));
    busy[0].add(List.of(Path.of("one.flac"), Path.of("notes.txt"), Path.of("two.flac")));
    until(() -> texts(robot, ".busy .label").contains("2 songs added, 1 not taken"));
    assertThat(parts.queue.jobs()).hasSize(2);
    robot.interact(
        () ->
            robot.lookup(".busy .button").queryAllAs(Button.class).stream()
                .filter(Button::isCancelButton)
                .forEach(Button::fire));
    assertThat(quit.getCount()).isZero();
    robot.interact(busy[0]::close);
  }
}
