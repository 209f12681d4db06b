package app.headroom.ui.scripted;

import app.headroom.settings.MemorySettings;
import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.main.MainWindow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/**
 * Makes a picture of every state of the window, in both themes, at 100 % and 200 %, into the folder
 * that is its argument. {@code mvn -Pscreenshots} runs it. What the window shows is scripted, the
 * window is the real one.
 */
public final class Screenshots {

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
    new Screenshots(Path.of(args[0]), args.length > 1 ? args[1].toUpperCase(Locale.ROOT) : "")
        .makeAll();
    System.exit(0);
  }

  private void makeAll() throws Exception {
    Files.createDirectories(folder);
    for (Shots shot : Shots.values()) {
      if (shot.name().startsWith(wanted)) {
        make(shot, WindowSettings.Language.ENGLISH, 1280, 800, name(shot));
      }
    }
    if ("NARROW".startsWith(wanted)) {
      make(Shots.RUNNING, WindowSettings.Language.ENGLISH, 1024, 640, "narrow");
    }
    if ("GERMAN".startsWith(wanted)) {
      make(Shots.RUNNING, WindowSettings.Language.GERMAN, 1280, 800, "german");
    }
  }

  private void make(
      Shots shot, WindowSettings.Language language, double width, double height, String name)
      throws Exception {
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
              MainWindow made = new MainWindow(stage, parts.parts(), settings);
              stage.setWidth(width);
              stage.setHeight(height);
              stage.show();
              return made;
            });
    shot.play(parts);
    settle();
    onFx(() -> list(stage).requestFocus());
    for (WindowSettings.Theme theme :
        new WindowSettings.Theme[] {WindowSettings.Theme.DARK, WindowSettings.Theme.LIGHT}) {
      onFx(() -> window.settings().set(WindowSettings.THEME, theme));
      settle();
      for (int scale = 1; scale <= 2; scale++) {
        String file =
            name + "-" + theme.name().toLowerCase(Locale.ROOT) + (scale == 1 ? "" : "@2x") + ".png";
        write(picture(stage, scale), folder.resolve(file));
      }
    }
    onFx(
        () -> {
          stage.hide();
          window.close();
        });
  }

  private static javafx.scene.Node list(Stage stage) {
    return stage.getScene().getRoot().lookup(".songs");
  }

  private static String name(Shots shot) {
    return shot.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static BufferedImage picture(Stage stage, int scale) throws Exception {
    return onFx(
        () -> {
          SnapshotParameters parameters = new SnapshotParameters();
          parameters.setTransform(Transform.scale(scale, scale));
          WritableImage image = stage.getScene().getRoot().snapshot(parameters, null);
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
          BufferedImage buffered = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
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
