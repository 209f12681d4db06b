package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobState;
import app.headroom.settings.Locations;
import app.headroom.ui.queue.SongRow;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The whole application with its window, in this process, on the headless screen. */
final class OpenWindow implements AutoCloseable {

  final FxRobot robot = new FxRobot();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  OpenWindow(Path home, Path... songs) throws Exception {
    Thread.ofPlatform().name("window start").start(() -> run(home, List.of(songs)));
    until(() -> end.isDone() || robot.lookup(".songs").tryQuery().isPresent());
    if (end.isDone()) {
      throw new AssertionError("the window ended at once: " + end.get());
    }
  }

  private void run(Path home, List<Path> songs) {
    Locations locations = Locations.under(home);
    try (Application application = Application.start(locations)) {
      end.complete(
          new WindowStart(
                  application,
                  locations,
                  application::workshop,
                  Toolkit.start(),
                  application.takeWhatCanBe())
              .run(songs));
    } catch (Exception | Error e) {
      end.completeExceptionally(e);
    }
  }

  ListView<SongRow> list() {
    return robot.lookup(".songs").queryListView();
  }

  JobState state(int row) {
    return list().getItems().get(row).job().state();
  }

  SongRow row(int index) {
    return list().getItems().get(index);
  }

  List<String> texts(String query) {
    return robot.lookup(query).queryAllAs(Label.class).stream().map(Label::getText).toList();
  }

  void awaitStates(Class<? extends JobState> state, int rows) throws Exception {
    until(
        () ->
            list().getItems().size() == rows
                && list().getItems().stream().allMatch(row -> state.isInstance(row.job().state())));
  }

  static void until(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(
        240,
        TimeUnit.SECONDS,
        () -> WaitForAsyncUtils.asyncFx(condition).get(20, TimeUnit.SECONDS));
  }

  /** As the user closes it. */
  void askToQuit() {
    robot.interact(
        () -> {
          Window main = list().getScene().getWindow();
          main.fireEvent(new WindowEvent(main, WindowEvent.WINDOW_CLOSE_REQUEST));
        });
  }

  /** As the user closes it; songs that run are stopped. */
  void quit() throws ExecutionException, InterruptedException, TimeoutException {
    askToQuit();
    robot.interact(
        () ->
            robot.lookup(".dialog-pane .button").queryAllAs(Button.class).stream()
                .filter(Button::isDefaultButton)
                .findFirst()
                .ifPresent(Button::fire));
    assertThat(end.get(60, TimeUnit.SECONDS)).isZero();
    robot.interact(
        () -> assertThat(Window.getWindows().stream().filter(Stage.class::isInstance)).isEmpty());
  }

  @Override
  public void close() {
    if (!end.isDone()) {
      try {
        quit();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
