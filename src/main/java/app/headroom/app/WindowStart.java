package app.headroom.app;

import app.headroom.audio.SongCover;
import app.headroom.cli.Services;
import app.headroom.cli.Services.QueueAccess;
import app.headroom.job.Delivery;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.job.TrackTags;
import app.headroom.models.Model;
import app.headroom.models.ModelCatalogue;
import app.headroom.player.JavaSound;
import app.headroom.player.Workshop;
import app.headroom.queue.JobQueue;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.queue.QueueSettings;
import app.headroom.settings.Locations;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import app.headroom.ui.main.MainWindow;
import app.headroom.ui.main.WindowParts;
import app.headroom.ui.queue.Outlooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the window on the queue, and closes both. */
final class WindowStart {

  private static final Logger LOG = LoggerFactory.getLogger(WindowStart.class);

  private static final Path MUSIC = Path.of(System.getProperty("user.home", "."), "Music");

  private final Services services;
  private final Locations locations;
  private final Supplier<StemWorkshop> workshop;
  private final CountDownLatch closed = new CountDownLatch(1);

  WindowStart(Services services, Locations locations, Supplier<StemWorkshop> workshop) {
    this.workshop = workshop;
    this.services = services;
    this.locations = locations;
  }

  /**
   * Shows the window and returns when it is closed; or hands {@code files} to the one that is open.
   *
   * @return the exit code
   */
  int run(List<Path> files) throws IOException, SettingsException, InterruptedException {
    List<Path> absolute = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    if (RunningInstance.handOver(locations.data(), absolute)) {
      return 0;
    }
    Settings settings = services.settings();
    try (QueueAccess access = services.queue("the window", services.queueSettings())) {
      return switch (access) {
        case QueueAccess.Own own -> open(own, settings, absolute);
        case QueueAccess.Other other -> {
          System.err.println(
              "headroom: the queue is being worked on by "
                  + other.queue().owner().role()
                  + " (process "
                  + other.queue().owner().pid()
                  + "); open the window when it is done");
          yield 1;
        }
      };
    }
  }

  private int open(QueueAccess.Own own, Settings settings, List<Path> files)
      throws IOException, InterruptedException {
    Model wanted =
        services.models().find(settings.get(Setting.MODEL)).orElse(ModelCatalogue.HTDEMUCS);
    try (ModelFetch model = new ModelFetch(services.models(), wanted, () -> own.start(_ -> true));
        StemWorkshop workshop = this.workshop.get()) {
      CompletableFuture<MainWindow> window = new CompletableFuture<>();
      // what comes before the window is there is taken when it is
      try (RunningInstance _ =
          RunningInstance.listen(
              locations.data(),
              more -> {
                var _ =
                    window.thenAccept(
                        shown -> {
                          shown.add(more);
                          shown.raise();
                        });
              })) {
        WindowParts parts = parts(own, model, workshop);
        Platform.startup(() -> show(parts, settings, window));
        model.look();
        window.join().add(files);
        closed.await();
        return 0;
      }
    }
  }

  /** On the FX thread. */
  private void show(WindowParts parts, Settings settings, CompletableFuture<MainWindow> shown) {
    try {
      Platform.setImplicitExit(false);
      Stage stage = new Stage();
      MainWindow window = new MainWindow(stage, parts, settings);
      window.onQuit(
          () -> {
            window.close();
            // with a popup open, the end of the toolkit crashes on GTK
            List.copyOf(Window.getWindows()).forEach(Window::hide);
            closed.countDown();
          });
      stage.show();
      shown.complete(window);
    } catch (RuntimeException | Error e) {
      shown.completeExceptionally(e);
    }
  }

  private WindowParts parts(QueueAccess.Own own, ModelFetch model, Workshop workshop)
      throws IOException {
    JobQueue queue = own.queue();
    StemFiles layout = new StemFiles(services.models());
    return new WindowParts(
        queue,
        new QueueOutlooks(queue),
        queue::change,
        queue.settings(),
        queue::subscribe,
        listener -> own.sampler().listen(listener),
        new SongLookup(services.sourceProbe()),
        SongCover::of,
        model,
        WindowStart::request,
        WindowStart::queueSettings,
        this::keep,
        settings -> preview(layout, settings),
        WindowStart::reveal,
        workshop,
        new JavaSound(),
        own.sampler().latest().orElseThrow().totalBytes());
  }

  private record QueueOutlooks(JobQueue queue) implements Outlooks {
    @Override
    public Outlook of(JobSnapshot job) {
      return queue.outlook(job);
    }

    @Override
    public Outlook of(SeparationRequest request, @Nullable SourceInfo source) {
      return queue.outlook(request, source);
    }
  }

  private static SeparationRequest request(Settings settings, Path song) {
    return new SeparationRequest(
        song,
        settings.get(Setting.OUTPUT_FOLDER).orElse(MUSIC.resolve("separated")).toAbsolutePath(),
        settings.get(Setting.MODEL),
        settings.get(Setting.STEMS),
        settings.get(Setting.OUTPUT_FORMAT),
        settings.get(Setting.SEGMENT),
        settings.get(Setting.OVERLAP),
        settings.get(Setting.PRECISION),
        settings.get(Setting.OUTPUT_CLIP),
        settings.get(Setting.OUTPUT_NAMES),
        settings.get(Setting.OUTPUT_RATE),
        settings.get(Setting.THREADS),
        false,
        new Delivery(settings.get(Setting.OUTPUT_RESIDUAL), Set.of(), false));
  }

  private static QueueSettings queueSettings(Settings settings, QueueSettings before) {
    return before.with(MemorySettings.policy(settings)).withThreads(settings.get(Setting.THREADS));
  }

  private static String preview(StemFiles layout, Settings settings) {
    SeparationRequest request = request(settings, MUSIC.resolve("Harbour Lights.flac"));
    TrackTags tags =
        new TrackTags("Harbour Lights", "Marlow & the Tide", "Ebb", null, "3", "2024", null);
    SourceInfo song = new SourceInfo("flac", "flac", 44_100, 2, 252.0, tags, false);
    Path last = layout.files(request, song).getLast();
    return request.outputFolder().relativize(last).toString();
  }

  private void keep(Settings settings) {
    try {
      services.settingsFile().save(settings);
    } catch (IOException | SettingsException e) {
      LOG.warn("the settings could not be kept", e);
    }
  }

  /** Shows the folder; systems have no common way to point at a file in it. */
  private static void reveal(Path file) {
    Path folder = file.resolveSibling("");
    new Opener().getHostServices().showDocument(folder.toUri().toString());
  }

  /** Only for its host services. */
  private static final class Opener extends Application {
    @Override
    public void start(Stage stage) {
      throw new UncheckedIOException(new IOException("never started"));
    }
  }
}
