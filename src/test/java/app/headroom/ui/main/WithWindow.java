package app.headroom.ui.main;

import app.headroom.ui.queue.SongRow;
import app.headroom.ui.scripted.ScriptedParts;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The window on the headless screen; all that it shows and works is scripted. */
@ExtendWith(ApplicationExtension.class)
abstract class WithWindow {

  final ScriptedParts parts = new ScriptedParts();
  private @Nullable MainWindow opened;

  /** To be called by a method of the test's own that has {@code @Start}: no other is looked for. */
  final void open(Stage stage, double width, double height) {
    opened = parts.show(stage, width, height);
  }

  @AfterEach
  final void close(FxRobot robot) {
    robot.interact(() -> ScriptedParts.close(opened));
  }

  final MainWindow window() {
    return Objects.requireNonNull(opened);
  }

  static boolean visible(FxRobot robot, String query) {
    return robot.lookup(query).tryQuery().filter(Node::isVisible).isPresent();
  }

  static List<String> texts(FxRobot robot, String query) {
    return robot.lookup(query).queryAllAs(Label.class).stream().map(Label::getText).toList();
  }

  static ListView<SongRow> list(FxRobot robot) {
    return robot.lookup(".songs").queryListView();
  }

  static void until(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> now(condition));
  }

  /** What the thread of the window sees, which changes nothing meanwhile. */
  static <T> T now(Callable<T> seen) {
    return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(20), seen);
  }
}
