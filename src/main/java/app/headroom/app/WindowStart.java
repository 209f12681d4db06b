package app.headroom.app;

import app.headroom.cli.Services;
import app.headroom.cli.Services.QueueAccess;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.job.TrackTags;
import app.headroom.player.JavaSound;
import app.headroom.player.Workshop;
import app.headroom.queue.JobQueue;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.queue.QueueSettings;
import app.headroom.settings.Locations;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.RequestSettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import app.headroom.settings.WindowSettings;
import app.headroom.supervisor.ProcessCommandRunner;
import app.headroom.ui.common.Themes;
import app.headroom.ui.main.BusyWindow;
import app.headroom.ui.main.Front;
import app.headroom.ui.main.MainWindow;
import app.headroom.ui.main.WindowParts;
import app.headroom.ui.player.ExportDialog;
import app.headroom.ui.queue.Outlooks;
import app.headroom.ui.queue.SongSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Application;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the window on the queue, and closes both. */
final class WindowStart {

  private static final Logger LOG = LoggerFactory.getLogger(WindowStart.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Path MUSIC = Path.of(System.getProperty("user.home", "."), "Music");

  private final Services services;
  private final Locations locations;
  private final Supplier<StemWorkshop> workshop;
  private final Toolkit toolkit;
  private final List<String> settingsTold;
  private final CompletableFuture<Themes> themes = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CompletableFuture<Front> front = new CompletableFuture<>();

  /**
   * @param settingsTold what of the settings file could not be taken as it is
   */
  WindowStart(
      Services services,
      Locations locations,
      Supplier<StemWorkshop> workshop,
      Toolkit toolkit,
      List<String> settingsTold) {
    this.settingsTold = List.copyOf(settingsTold);
    this.workshop = workshop;
    this.toolkit = toolkit;
    this.services = services;
    this.locations = locations;
  }

  /**
   * Shows the window and returns when it is closed; or hands {@code files} to the one that is open.
   * While another process works on the queue, another window says so and the files go to that
   * queue.
   *
   * @return the exit code
   */
  int run(List<Path> files) throws IOException, SettingsException, InterruptedException {
    List<Path> absolute = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    if (RunningInstance.handOver(locations.data(), absolute)) {
      toolkit.await();
      return 0;
    }
    // what a library prints (TarsosDSP does) is no answer to anyone
    System.setOut(System.err);
    Settings settings = services.settings();
    // fonts and style sheets are read while the queue is opened
    toolkit.run(() -> themes.complete(new Themes(settings.get(WindowSettings.THEME))), themes);
    try (RunningInstance _ = RunningInstance.listen(locations.data(), this::passOn)) {
      return switch (access()) {
        case QueueAccess.Own own -> open(own, settings, absolute);
        case QueueAccess.Other other -> {
          QueueAccess.Own own = waitFor(other, settings, absolute);
          yield own == null ? 0 : open(own, settings, List.of());
        }
      };
    }
  }

  private QueueAccess access() throws IOException, SettingsException {
    return services.queue("the window", services.queueSettings());
  }

  /**
   * What another start of the program brings; what comes before a window is there is taken then.
   */
  private void passOn(List<Path> files) {
    var _ =
        front.thenAccept(
            shown -> {
              shown.add(files);
              shown.raise();
            });
  }

  /**
   * Shows that another process works on the queue, and hands the files to it.
   *
   * @param other closed by this
   * @return the queue, as soon as the other is done with it; null if the user does not wait
   */
  private QueueAccess.@Nullable Own waitFor(
      QueueAccess.Other other, Settings settings, List<Path> files)
      throws IOException, SettingsException, InterruptedException {
    CompletableFuture<Front> shown = front;
    SongSearch search = new SongLookup(services.sourceProbe());
    CompletableFuture<BusyWindow> busy = new CompletableFuture<>();
    toolkit.run(
        () -> {
          BusyWindow window =
              new BusyWindow(
                  new Stage(),
                  other.queue(),
                  search,
                  WindowStart::request,
                  settings,
                  themes.join(),
                  closed::countDown);
          busy.complete(window);
          shown.complete(window);
        },
        busy);
    busy.join().add(files);
    QueueAccess.Own own = null;
    while (own == null && !closed.await(1, TimeUnit.SECONDS)) {
      QueueAccess again = access();
      if (again instanceof QueueAccess.Own free) {
        own = free;
      } else {
        again.close();
      }
    }
    front = new CompletableFuture<>();
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    toolkit.run(
        () -> {
          busy.join().close();
          gone.complete(true);
        },
        gone);
    gone.join();
    other.close();
    return own;
  }

  private int open(QueueAccess.Own own, Settings settings, List<Path> files)
      throws IOException, SettingsException, InterruptedException {
    CompletableFuture<ModelFetch> made = new CompletableFuture<>();
    try (own;
        ModelFetch model =
            new ModelFetch(services.models(), settings, () -> own.start(made.join()::mayStart));
        StemWorkshop workshop = this.workshop.get()) {
      CompletableFuture<Front> shown = front;
      CompletableFuture<MainWindow> opened = new CompletableFuture<>();
      WindowParts parts = parts(own, model, workshop);
      toolkit.run(
          () -> {
            MainWindow window = show(parts, settings);
            opened.complete(window);
            shown.complete(window);
          },
          opened);
      made.complete(model);
      model.begin();
      MainWindow window = opened.join();
      window.add(files);
      closed.await();
      if (!window.settings().awaitKept(PATIENCE)) {
        LOG.warn("the settings were not kept within {}", PATIENCE);
      }
      return 0;
    }
  }

  /** On the FX thread. */
  private MainWindow show(WindowParts parts, Settings settings) {
    Stage stage = new Stage();
    MainWindow window = new MainWindow(stage, parts, settings, themes.join());
    window.onQuit(
        () -> {
          window.close();
          // with a popup open, the end of the toolkit crashes on GTK
          List.copyOf(Window.getWindows()).forEach(Window::hide);
          closed.countDown();
        });
    stage.show();
    window.tellSettings(locations.settingsFile(), settingsTold);
    FirstFrame.log();
    return window;
  }

  private WindowParts parts(QueueAccess.Own own, ModelFetch model, Workshop workshop)
      throws IOException, SettingsException {
    JobQueue queue = own.queue();
    StemFiles layout = new StemFiles(services.models());
    FileReveal reveal =
        new FileReveal(
            FileReveal.Desktop.ofSystem(System.getProperty("os.name", "")),
            new ProcessCommandRunner(),
            this::openFolder);
    return new WindowParts(
        queue,
        new QueueOutlooks(queue),
        queue::change,
        queue.settings(),
        queue::subscribe,
        listener -> own.sampler().listen(listener),
        new SongLookup(services.sourceProbe()),
        this::cover,
        model,
        WindowStart::request,
        WindowStart::queueSettings,
        this::keep,
        settings -> preview(layout, settings),
        reveal::show,
        workshop,
        new JavaSound(),
        services.handOffs(),
        ExportDialog::new,
        own.sampler().latest().orElseThrow().totalBytes());
  }

  private Optional<byte[]> cover(Path song) throws IOException {
    try {
      return services.sourceProbe().cover(song);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
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

  static SeparationRequest request(Settings settings, Path song) {
    return RequestSettings.request(
        settings,
        song,
        settings.get(Setting.OUTPUT_FOLDER).orElse(MUSIC.resolve("separated")).toAbsolutePath());
  }

  private static QueueSettings queueSettings(Settings settings, QueueSettings before) {
    return before
        .with(MemorySettings.policy(settings))
        .withThreads(settings.get(Setting.THREADS))
        .withProvider(settings.get(Setting.PROVIDER));
  }

  private static String preview(StemFiles layout, Settings settings) {
    Settings plain = settings.without(Setting.OUTPUT_RESIDUAL).without(Setting.OUTPUT_HAND_OFF);
    SeparationRequest request = request(plain, MUSIC.resolve("Harbour Lights.flac"));
    TrackTags tags =
        new TrackTags("Harbour Lights", "Marlow & the Tide", "Ebb", null, "3", "2024", null);
    SourceInfo song = new SourceInfo("flac", "flac", 44_100, 2, 252.0, tags, false);
    Path last = layout.files(request, song).getLast();
    return request.outputFolder().relativize(last).toString();
  }

  private void keep(Settings settings) {
    try {
      services
          .settingsFile()
          .saveOver(settings, Instant.now())
          .ifPresent(kept -> LOG.warn("the former settings file is kept as {}", kept));
    } catch (IOException | SettingsException e) {
      LOG.warn("the settings could not be kept", e);
    }
  }

  private void openFolder(Path folder) {
    String uri = folder.toUri().toString();
    toolkit.run(() -> new Opener().getHostServices().showDocument(uri), new CompletableFuture<>());
  }

  /** Only for its host services. */
  private static final class Opener extends Application {
    @Override
    public void start(Stage stage) {
      throw new UncheckedIOException(new IOException("never started"));
    }
  }
}
