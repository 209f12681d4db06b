package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.settings.WindowSettings;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** Without a mouse: everything is reached, is seen to be, and has a name. */
@Tag("slow")
class KeyboardTest extends WithWindow {

  /** The focus ring lies around its control. */
  private static final double RING = 5;

  @Start
  void start(Stage stage) {
    open(stage, 1280, 800);
  }

  @AfterEach
  void unplug() {
    parts.sound.unplug();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void tabReachesEveryControlAndShowsWhere(WindowSettings.Theme theme, FxRobot robot)
      throws Exception {
    robot.interact(() -> window().settings().set(WindowSettings.THEME, theme));
    Song song = new Song("Harbour Lights", "Marlow & the Tide", 12);
    parts.queue.set(
        List.of(
            song.finished(Path.of("out").toAbsolutePath(), 1, 0),
            new Song("Paper Moons", "Okinawa Dive", 100).waiting()));
    until(() -> robot.lookup(".player").query().isVisible());
    parts.sample(Instant.now(), 0.4, Map.of(), List.of());
    // a notice with its two buttons
    robot.interact(() -> robot.lookup("#play").queryButton().fire());
    until(() -> robot.lookup("#notice").query().isVisible());

    Scene scene = robot.window(0).getScene();
    Set<Node> reached = new LinkedHashSet<>();
    List<String> unseen = new ArrayList<>();
    List<String> nameless = new ArrayList<>();
    robot.interact(() -> robot.lookup(".songs").queryListView().requestFocus());
    robot.push(KeyCode.TAB);
    for (Node now = scene.getFocusOwner(); reached.add(now); now = scene.getFocusOwner()) {
      Image focused = picture(robot, scene, now);
      robot.push(KeyCode.TAB);
      if (!differ(focused, picture(robot, scene, now))) {
        unseen.add(now.toString());
      }
      if (!named(now)) {
        nameless.add(now.toString());
      }
    }
    assertThat(unseen).as("where the focus cannot be seen").isEmpty();
    assertThat(nameless).as("without a name for a screen reader").isEmpty();
    List<Node> wanted = new ArrayList<>();
    controls(scene.getRoot(), wanted);
    assertThat(wanted).hasSizeGreaterThan(25);
    assertThat(reached).containsAll(wanted);
  }

  /** What a mouse can work, but for what a row of the list shows: its keys are the list's. */
  private static void controls(Parent parent, List<Node> found) {
    for (Node child : parent.getChildrenUnmodifiable()) {
      if (!child.isVisible() || child.isDisabled()) {
        continue;
      }
      if (child instanceof ButtonBase || child instanceof Slider || child instanceof ListView) {
        found.add(child);
      } else if (child instanceof Parent inner) {
        controls(inner, found);
      }
    }
  }

  private static boolean named(Node node) {
    String spoken = node.getAccessibleText();
    return (spoken != null && !spoken.isBlank())
        || (node instanceof Labeled labeled && !labeled.getText().isBlank());
  }

  private static Image picture(FxRobot robot, Scene scene, Node node) {
    Image[] made = new Image[1];
    robot.interact(
        () -> {
          Bounds bounds = node.localToScene(node.getLayoutBounds());
          SnapshotParameters parameters = new SnapshotParameters();
          parameters.setViewport(
              new Rectangle2D(
                  Math.max(0, bounds.getMinX() - RING),
                  Math.max(0, bounds.getMinY() - RING),
                  bounds.getWidth() + 2 * RING,
                  bounds.getHeight() + 2 * RING));
          made[0] = scene.getRoot().snapshot(parameters, null);
        });
    return made[0];
  }

  private static boolean differ(Image one, Image other) {
    PixelReader first = one.getPixelReader();
    PixelReader second = other.getPixelReader();
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        if (first.getArgb(x, y) != second.getArgb(x, y)) {
          return true;
        }
      }
    }
    return false;
  }
}
