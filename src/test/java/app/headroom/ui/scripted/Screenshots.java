package app.headroom.ui.scripted;

import app.headroom.settings.MemorySettings;
import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.main.MainWindow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.paint.Color;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;

/**
 * Makes a picture of every state of the window, in both themes, at 100 % and 200 %, into the folder
 * that is its argument. {@code mvn -Pscreenshots} runs it. What the window shows is scripted, the
 * window is the real one.
 */
public final class Screenshots {

  private static final WindowSettings.Language ENGLISH = WindowSettings.Language.ENGLISH;
  private static final WindowSettings.Language GERMAN = WindowSettings.Language.GERMAN;
  private static final Size WIDE = new Size(1280, 800);
  private static final Size NARROW = new Size(1024, 640);
  private static final Size LEAST = new Size(760, 520);
  private static final List<String> SETTINGS =
      List.of("output", "separation", "memory", "thresholds", "fine", "window");

  private final Path folder;
  private final String wanted;

  private Screenshots(Path folder, String wanted) {
    this.folder = folder;
    this.wanted = wanted;
  }

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    CountDownLatch started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    Platform.setImplicitExit(false);
    started.await();
    try {
      new Screenshots(Path.of(args[0]), args.length > 1 ? args[1] : "").makeAll();
    } catch (Exception e) {
      // the toolkit's thread would go on for ever
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void makeAll() throws Exception {
    Files.createDirectories(folder);
    for (Shots shot : Shots.values()) {
      make(name(shot), shot, ENGLISH, WIDE, Stage::getScene);
    }
    make("narrow", Shots.RUNNING, ENGLISH, NARROW, Stage::getScene);
    make("narrow-critical", Shots.CRITICAL, ENGLISH, NARROW, Stage::getScene);
    make("german", Shots.RUNNING, GERMAN, WIDE, Stage::getScene);
    make("german-failed", Shots.FAILED, GERMAN, WIDE, Stage::getScene);
    make("german-first-start", Shots.FIRST_START, GERMAN, LEAST, Stage::getScene);
    make("least-german", Shots.LONG_TITLES, GERMAN, LEAST, PlayerHands::folded);
    make("dragging", Shots.RUNNING, ENGLISH, WIDE, Screenshots::dragging);
    make("menu", Shots.RUNNING, ENGLISH, WIDE, Screenshots::menu);
    make("menu-finished", Shots.FINISHED, ENGLISH, WIDE, Screenshots::menu);
    make("quit-question", Shots.RUNNING, ENGLISH, WIDE, Screenshots::quitQuestion);
    for (int page = 0; page < SETTINGS.size(); page++) {
      int index = page;
      String name = "settings-" + SETTINGS.get(page);
      make(name, Shots.EMPTY, ENGLISH, WIDE, stage -> settings(stage, index));
      make("german-" + name, Shots.EMPTY, GERMAN, WIDE, stage -> settings(stage, index));
    }
    make("player-running", Shots.RUNNING, ENGLISH, WIDE, PlayerHands::practising);
    make("player-finished", Shots.FINISHED, ENGLISH, WIDE, PlayerHands::looping);
    make("player-folded", Shots.RUNNING, ENGLISH, WIDE, PlayerHands::folded);
    make("player-no-device", Shots.RUNNING, ENGLISH, WIDE, PlayerHands::playing);
    make("player-exporting", Shots.FINISHED, ENGLISH, WIDE, PlayerHands::exporting);
    make("player-six-stems", Shots.SIX_STEMS, ENGLISH, WIDE, PlayerHands::practising);
    make("player-two-stems", Shots.TWO_STEMS, ENGLISH, WIDE, PlayerHands::looping);
    make("player-narrow", Shots.RUNNING, ENGLISH, NARROW, PlayerHands::practising);
    make("player-least", Shots.SIX_STEMS, ENGLISH, LEAST, PlayerHands::playing);
    make("player-german", Shots.FINISHED, GERMAN, WIDE, PlayerHands::exporting);
    make("player-least-german", Shots.LONG_TITLES, GERMAN, LEAST, PlayerHands::practising);
  }

  private record Size(double width, double height) {}

  /** Brings the window into a state that only hands can, and says which scene shows it. */
  private interface Hand {
    Scene act(Stage stage);
  }

  private void make(String name, Shots shot, WindowSettings.Language language, Size size, Hand hand)
      throws Exception {
    if (!name.startsWith(wanted)) {
      return;
    }
    ScriptedParts parts = new ScriptedParts();
    parts.settling = Screenshots::pulse;
    Settings settings =
        Settings.FALLBACKS
            .with(WindowSettings.THEME, WindowSettings.Theme.DARK)
            .with(WindowSettings.LANGUAGE, language)
            .with(MemorySettings.BUDGET, 600 * Song.MB);
    parts.queue.change(parts.queue.settings().with(MemorySettings.policy(settings)));
    Stage stage = onFx(() -> new Stage());
    MainWindow window =
        onFx(
            () -> {
              MainWindow made = parts.window(stage, settings);
              made.onQuit(() -> {});
              stage.setWidth(size.width());
              stage.setHeight(size.height());
              stage.show();
              return made;
            });
    shot.play(parts);
    window.add(parts.dropped);
    settle();
    onFx(() -> list(stage).requestFocus());
    Scene first = onFx(() -> hand.act(stage));
    for (WindowSettings.Theme theme :
        new WindowSettings.Theme[] {WindowSettings.Theme.DARK, WindowSettings.Theme.LIGHT}) {
      onFx(() -> window.settings().set(WindowSettings.THEME, theme));
      // a menu takes its looks when it is opened
      Scene scene = first.getWindow() instanceof ContextMenu ? onFx(() -> hand.act(stage)) : first;
      settle();
      for (int scale = 1; scale <= 2; scale++) {
        String file =
            name + "-" + theme.name().toLowerCase(Locale.ROOT) + (scale == 1 ? "" : "@2x") + ".png";
        write(picture(scene, scale), folder.resolve(file));
      }
    }
    onFx(
        () -> {
          List.copyOf(Window.getWindows()).forEach(Window::hide);
          window.close();
        });
  }

  /** As while files are held over the window. */
  private static Scene dragging(Stage stage) {
    stage.getScene().lookup(".drop-veil").setVisible(true);
    return stage.getScene();
  }

  private static Scene menu(Stage stage) {
    ListView<?> list = (ListView<?>) list(stage);
    list.getContextMenu().hide();
    list.getSelectionModel().selectFirst();
    list.fireEvent(
        new ContextMenuEvent(
            ContextMenuEvent.CONTEXT_MENU_REQUESTED, 600, 140, 600, 140, true, null));
    return list.getContextMenu().getScene();
  }

  private static Scene quitQuestion(Stage stage) {
    stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
    return newest();
  }

  private static Scene settings(Stage stage, int page) {
    ((Button) stage.getScene().lookup("#settings")).fire();
    Scene scene = newest();
    ((ListView<?>) scene.lookup(".pages")).getSelectionModel().clearAndSelect(page);
    return scene;
  }

  private static Scene newest() {
    return Window.getWindows().getLast().getScene();
  }

  private static javafx.scene.Node list(Stage stage) {
    return stage.getScene().getRoot().lookup(".songs");
  }

  private static String name(Shots shot) {
    return shot.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static BufferedImage picture(Scene scene, int scale) throws Exception {
    return onFx(
        () -> {
          SnapshotParameters parameters = new SnapshotParameters();
          parameters.setFill(Color.TRANSPARENT);
          parameters.setTransform(Transform.scale(scale, scale));
          WritableImage image = scene.getRoot().snapshot(parameters, null);
          int width = (int) image.getWidth();
          int height = (int) image.getHeight();
          int[] pixels = new int[width * height];
          image
              .getPixelReader()
              .getPixels(
                  0,
                  0,
                  width,
                  height,
                  javafx.scene.image.PixelFormat.getIntArgbInstance(),
                  pixels,
                  0,
                  width);
          BufferedImage buffered = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
          buffered.setRGB(0, 0, width, height, pixels, 0, width);
          return buffered;
        });
  }

  private static void write(BufferedImage image, Path file) throws IOException {
    ImageIO.write(image, "png", file.toFile());
    System.out.println(file + " " + Files.size(file) / 1000 + " kB");
  }

  /** Some pulses, for covers that come from the background and for movements to end. */
  private static void settle() throws Exception {
    for (int i = 0; i < 30; i++) {
      pulse();
      Thread.sleep(20);
    }
  }

  private static void pulse() {
    try {
      onFx(() -> {});
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void onFx(Runnable action) throws Exception {
    onFx(
        () -> {
          action.run();
          return 0;
        });
  }

  private static <T> T onFx(java.util.concurrent.Callable<T> action)
      throws InterruptedException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(action);
    Platform.runLater(task);
    return task.get();
  }
}
