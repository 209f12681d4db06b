package app.headroom.ui.main;

import app.headroom.job.SeparationRequest;
import app.headroom.queue.QueueOwner;
import app.headroom.queue.RemoteQueue;
import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.common.FailureWords;
import app.headroom.ui.common.FxBridge;
import app.headroom.ui.common.Fxml;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.Themes;
import app.headroom.ui.queue.SongIntake;
import app.headroom.ui.queue.SongSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * Stands where the window will be while another process works on the queue: says so, and what is
 * dropped on it joins that queue. Belongs to the FX thread, except for {@link #add} and {@link
 * #raise}. Closing it leaves the queue open, which is whoever's that gave it.
 */
public final class BusyWindow implements Front, AutoCloseable {

  private final Stage stage;
  private final FxBridge bridge = new FxBridge();
  private final SongIntake intake;

  /**
   * @param quit called when the user closes it
   */
  public BusyWindow(
      Stage stage,
      RemoteQueue queue,
      SongSearch search,
      BiFunction<Settings, Path, SeparationRequest> requests,
      Settings settings,
      Themes themes,
      Runnable quit) {
    this.stage = stage;
    Messages messages = new Messages(settings.get(WindowSettings.LANGUAGE).locale());
    QueueOwner owner = queue.owner();
    FailureWords words = new FailureWords(messages);
    SongChooser chooser = new SongChooser(stage, messages, this::add);
    BusyController controller =
        new BusyController(
            messages.text("busy.detail", words.said(owner.role()), String.valueOf(owner.pid())),
            this::add,
            chooser::choose,
            quit);
    intake =
        new SongIntake(
            search,
            song -> requests.apply(settings, song),
            queue,
            words,
            bridge,
            progress -> {
              if (progress.all() > 0) {
                controller.tell(messages.text("intake.progress", progress.done(), progress.all()));
              }
            },
            _ -> {},
            report ->
                controller.tell(
                    messages.text(
                        "busy.added",
                        report.added(),
                        report.refused().size() + report.moreRefused())));
    Scene scene =
        new Scene(Fxml.BUSY.load(messages, Map.of(BusyController.class, controller)), 560, 360);
    themes.adopt(scene);
    stage.setTitle(messages.text("program.name"));
    stage.setScene(scene);
    stage.setOnCloseRequest(
        event -> {
          event.consume();
          quit.run();
        });
    stage.show();
  }

  @Override
  public void add(List<Path> paths) {
    intake.add(paths);
  }

  @Override
  public void raise() {
    bridge.execute(() -> Front.raise(stage));
  }

  @Override
  public void close() {
    bridge.close();
    intake.close();
    stage.hide();
  }
}
