package app.headroom.ui.main;

import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.job.TrackTags;
import app.headroom.memory.MemorySample;
import app.headroom.memory.Tier;
import app.headroom.queue.HandOffs;
import app.headroom.queue.Outlook;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.QueueSettings;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.common.FailureWords;
import app.headroom.ui.common.FolderChooser;
import app.headroom.ui.common.FxBridge;
import app.headroom.ui.common.Fxml;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.Motion;
import app.headroom.ui.common.ProgramIcon;
import app.headroom.ui.common.Themes;
import app.headroom.ui.memory.BudgetModel;
import app.headroom.ui.memory.BudgetScale;
import app.headroom.ui.memory.CardController;
import app.headroom.ui.memory.MemoryHistory;
import app.headroom.ui.memory.MemoryModel;
import app.headroom.ui.memory.StripController;
import app.headroom.ui.player.PlayerController;
import app.headroom.ui.player.PlayerModel;
import app.headroom.ui.queue.QueueController;
import app.headroom.ui.queue.QueueFeed;
import app.headroom.ui.queue.QueueModel;
import app.headroom.ui.queue.RowActions;
import app.headroom.ui.queue.SongIntake;
import app.headroom.ui.queue.SongRow;
import app.headroom.ui.settings.SettingsDesk;
import app.headroom.ui.settings.SettingsWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the window together and keeps it up to date while it is open. Belongs to the FX thread,
 * except for {@link #add} and {@link #raise}. Closing it ends its threads; the queue and all else
 * it was given go on.
 */
public final class MainWindow implements Front, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MainWindow.class);

  /** A song of usual length, for the words under the budget's slider. */
  private static final SourceInfo USUAL_SONG =
      new SourceInfo("flac", "flac", 44_100, 2, 210.0, TrackTags.NONE, false);

  private final Stage stage;
  private final WindowParts parts;
  private final MemoryHistory history = new MemoryHistory();
  private final Themes themes;
  private final FxBridge bridge = new FxBridge();
  private final SettingsDesk settings;
  private final PlayerModel player;
  private final Scene scene;
  private final List<AutoCloseable> subscriptions = new ArrayList<>();
  private Content content;
  private QueueFeed.@Nullable Picture picture;
  private @Nullable SettingsWindow settingsWindow;
  private QueueSettings queueSettings;
  private Tier tier = Tier.NORMAL;

  /** What speaks one language, and is made anew for another. */
  private record Content(
      Messages messages,
      QueueModel queue,
      MemoryModel memory,
      BudgetModel budget,
      QueueController queueController,
      PlayerController playerController,
      SongIntake intake,
      Parent root) {}

  /**
   * @param themes as {@code first} has it
   */
  public MainWindow(Stage stage, WindowParts parts, Settings first, Themes themes) {
    this.stage = stage;
    this.themes = themes;
    this.parts = parts;
    this.queueSettings = parts.firstQueueSettings();
    this.settings = new SettingsDesk(first, parts.keeper());
    this.player = new PlayerModel(parts.workshop(), parts.sound(), bridge);
    Motion.reduce(settings.get(WindowSettings.REDUCE_MOTION));
    content = content(new QueueModel());
    scene = new Scene(content.root, 1280, 800);
    themes.adopt(scene);
    stage.setScene(scene);
    stage.setTitle(content.messages.text("program.name"));
    ProgramIcon.put(stage);
    stage.setMinWidth(760);
    stage.setMinHeight(520);
    stage
        .focusedProperty()
        .addListener(
            _ -> {
              stage.setTitle(content.messages.text("program.name"));
              parts.model().look();
            });
    settings.settings().addListener((changed, before, now) -> settingsChanged(before, now));
    QueueFeed feed = new QueueFeed(bridge, queueSettings, parts.outlooks()::of, this::show);
    subscriptions.add(parts.events().apply(feed));
    Consumer<MemorySample> samples = bridge.newest(this::sampled);
    subscriptions.add(parts.samples().apply(samples));
  }

  @Override
  public void add(List<Path> paths) {
    bridge.execute(() -> content.intake.add(paths));
  }

  @Override
  public void raise() {
    bridge.execute(() -> Front.raise(stage));
  }

  /**
   * Tells what of the settings file could not be taken as it is.
   *
   * @param lines in English; without any nothing is told
   */
  public void tellSettings(Path file, List<String> lines) {
    if (!lines.isEmpty()) {
      new Notices(content.messages, content.queueController).settings(file, lines);
    }
  }

  /**
   * What happens when the user closes the window; asked for first while songs are being separated.
   */
  public void onQuit(Runnable quit) {
    stage.setOnCloseRequest(
        event -> {
          if (content.queue.counts().get().running() == 0) {
            quit.run();
          } else {
            event.consume();
            QuitQuestion.ask(stage, content.messages, themes, quit);
          }
        });
  }

  public SettingsDesk settings() {
    return settings;
  }

  public Themes themes() {
    return themes;
  }

  private Content content(QueueModel queue) {
    Messages messages = new Messages(settings.get(WindowSettings.LANGUAGE).locale());
    MemoryModel memory = new MemoryModel(messages, history);
    BudgetModel budget =
        new BudgetModel(
            messages,
            new BudgetScale(queueSettings.memory().leastBudgetBytes(), parts.totalMemoryBytes()),
            this::usualOutlook,
            bytes -> settings.set(MemorySettings.BUDGET, bytes));
    SongChooser chooser = new SongChooser(stage, messages, this::take);
    QueueController queueController =
        new QueueController(
            messages,
            queue,
            new RowActions(parts.desk(), new Desktop(), bridge),
            parts.outlooks(),
            parts.covers(),
            bridge,
            chooser::choose);
    Notices notices = new Notices(messages, queueController);
    SongIntake intake =
        new SongIntake(
            parts.search(),
            song -> parts.requests().apply(settings.settings().get(), song),
            parts.desk(),
            new FailureWords(messages),
            bridge,
            notices::progress,
            queueController::reveal,
            notices::report);
    Map<Class<?>, Object> controllers = new HashMap<>();
    controllers.put(QueueController.class, queueController);
    controllers.put(CardController.class, new CardController(messages, memory, budget));
    controllers.put(StripController.class, new StripController(messages, memory, budget));
    controllers.put(
        MainController.class,
        new MainController(
            messages,
            queue,
            memory,
            new OutputMenu(messages, settings, this::chooseFolder, this::openSettings),
            this::take,
            chooser::choose,
            this::openSettings));
    PlayerController playerController =
        new PlayerController(
            messages,
            player,
            parts.exports().apply(stage, messages),
            file -> parts.reveal().accept(List.of(file)));
    controllers.put(PlayerController.class, playerController);
    controllers.put(
        SetupController.class,
        new SetupController(
            messages, parts.model(), bridge, () -> ModelFileChooser.choose(stage, messages)));
    Parent root = Fxml.MAIN.load(messages, controllers);
    queueController.pin(Fxml.SETUP.load(messages, controllers));
    return new Content(
        messages, queue, memory, budget, queueController, playerController, intake, root);
  }

  private void take(List<Path> paths) {
    content.intake.add(paths);
  }

  private void chooseFolder() {
    FolderChooser.choose(
            stage, content.messages.text("output.folder"), settings.get(Setting.OUTPUT_FOLDER))
        .ifPresent(folder -> settings.set(Setting.OUTPUT_FOLDER, Optional.of(folder)));
  }

  private void openSettings() {
    SettingsWindow window = new SettingsWindow(stage, settings, themes, parts.names());
    window.speak(content.messages, parts.model().choices());
    window.show(() -> settingsWindow = null);
    settingsWindow = window;
  }

  private Outlook usualOutlook() {
    Path song = Path.of("song.flac").toAbsolutePath();
    SeparationRequest request = parts.requests().apply(settings.settings().get(), song);
    return parts.outlooks().of(request, USUAL_SONG);
  }

  private void show(QueueFeed.Picture next) {
    picture = next;
    queueSettings = next.settings();
    boolean otherTier = next.tier() != tier;
    tier = next.tier();
    content.queue.apply(next.jobs(), next.left());
    player.apply(next.jobs());
    content.memory.apply(next.jobs(), next.settings().memory(), next.tier(), next.happened());
    content.queueController.warnFrom(next.settings().memory().limits().warningBytes());
    if (next.forecastsChanged()) {
      content.queue.touchWaiting();
    }
    if (next.forecastsChanged() || otherTier) {
      followBudget();
    }
    Notices notices = new Notices(content.messages, content.queueController);
    for (QueueEvent note : next.notes()) {
      notices.tell(note).ifPresent(this::callUser);
    }
  }

  /** In the window's title, which can be seen in the task bar, until the user comes. */
  private void callUser(String words) {
    if (!stage.isFocused()) {
      stage.setTitle(words + " – " + content.messages.text("program.name"));
    }
  }

  private void followBudget() {
    var limits = queueSettings.memory().limits();
    content.budget.follow(limits.budgetBytes(), limits.killBytes(), limits.jobsAtOnce(), tier);
  }

  private void sampled(MemorySample sample) {
    content.queue.sampled(sample);
    content.memory.sampled(sample);
  }

  private void settingsChanged(Settings before, Settings now) {
    Motion.reduce(now.get(WindowSettings.REDUCE_MOTION));
    themes.choose(now.get(WindowSettings.THEME));
    QueueSettings next = parts.policies().apply(now, queueSettings);
    if (!next.equals(queueSettings)) {
      parts.queueSettings().accept(next);
    }
    parts.model().follow(now);
    if (before.get(WindowSettings.LANGUAGE) != now.get(WindowSettings.LANGUAGE)) {
      speak();
    }
  }

  /** Everything anew in the language that is set. */
  private void speak() {
    Content old = content;
    content = content(old.queue.successor());
    scene.setRoot(content.root);
    old.queueController.close();
    old.playerController.close();
    old.intake.close();
    QueueFeed.Picture last = picture;
    if (last != null) {
      show(
          new QueueFeed.Picture(
              last.jobs(), last.settings(), last.tier(), last.left(), true, List.of(), List.of()));
    }
    SettingsWindow opened = settingsWindow;
    if (opened != null) {
      opened.speak(content.messages, parts.model().choices());
    }
  }

  @Override
  public void close() {
    for (AutoCloseable subscription : subscriptions) {
      try {
        subscription.close();
      } catch (Exception e) {
        LOG.warn("a subscription of the window could not be ended", e);
      }
    }
    bridge.close();
    content.intake.close();
    content.queueController.close();
    content.playerController.close();
    player.close();
    settings.close();
  }

  private final class Desktop implements RowActions.Outside {
    @Override
    public void showInFolder(List<Path> files) {
      parts.reveal().accept(files);
    }

    @Override
    public void play(SongRow song) {
      player.play(song.job());
      content.playerController.takeFocus();
    }

    @Override
    public void copy(String text) {
      ClipboardContent clip = new ClipboardContent();
      clip.putString(text);
      Clipboard.getSystemClipboard().setContent(clip);
    }

    @Override
    public void copy(List<Path> files) {
      ClipboardContent clip = new ClipboardContent();
      clip.putFiles(files.stream().map(Path::toFile).toList());
      Clipboard.getSystemClipboard().setContent(clip);
    }

    @Override
    public void make(HandOffs.Order files, Consumer<HandOffs.News> listener) {
      parts.handOffs().make(files, listener);
    }
  }
}
