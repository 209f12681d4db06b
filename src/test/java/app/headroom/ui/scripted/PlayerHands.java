package app.headroom.ui.scripted;

import java.util.List;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;

/** What hands do at the player, for pictures of it. */
final class PlayerHands {

  private PlayerHands() {}

  /** Slower and lower, without vocals, in the middle of the song. */
  static Scene practising(Stage stage) {
    seek(stage, 0.38);
    toggle(stage, ".mute", stage.getScene().getRoot().lookupAll(".strip-toggle.mute").size() - 1);
    sliders(stage, ".level").get(2).setValue(0.62);
    choose(stage, "#tempo", "85 %");
    choose(stage, "#pitch", "−2");
    return stage.getScene();
  }

  /** A loop over the second verse, one stem alone and to the left. */
  static Scene looping(Stage stage) {
    drag(stage, 0.42, 0.58);
    seek(stage, 0.47);
    toggle(stage, ".solo", 0);
    sliders(stage, ".pan").getFirst().setValue(-0.5);
    rows(stage).get(1).requestFocus();
    return stage.getScene();
  }

  static Scene folded(Stage stage) {
    seek(stage, 0.38);
    key(rows(stage).getFirst(), KeyCode.F);
    return stage.getScene();
  }

  /** Where there is nothing to play with. */
  static Scene playing(Stage stage) {
    seek(stage, 0.2);
    ((Button) stage.getScene().lookup("#play")).fire();
    return stage.getScene();
  }

  static Scene exporting(Stage stage) {
    toggle(stage, ".mute", 3);
    ((Button) stage.getScene().lookup("#export")).fire();
    return stage.getScene();
  }

  private static List<Node> rows(Stage stage) {
    return List.copyOf(stage.getScene().getRoot().lookupAll(".wave-row"));
  }

  private static List<Slider> sliders(Stage stage, String kind) {
    return stage.getScene().getRoot().lookupAll(".strip .slider" + kind).stream()
        .map(Slider.class::cast)
        .toList();
  }

  private static void toggle(Stage stage, String kind, int stem) {
    List<Node> toggles = List.copyOf(stage.getScene().getRoot().lookupAll(".strip-toggle" + kind));
    ((ToggleButton) toggles.get(stem)).fire();
  }

  private static void choose(Stage stage, String button, String text) {
    ((MenuButton) stage.getScene().lookup(button))
        .getItems().stream()
            .filter(item -> item.getText().equals(text))
            .forEach(item -> item.fire());
  }

  private static void key(Node node, KeyCode code) {
    Event.fireEvent(
        node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
  }

  private static void seek(Stage stage, double share) {
    mouse(stage, MouseEvent.MOUSE_PRESSED, share, false);
    mouse(stage, MouseEvent.MOUSE_RELEASED, share, false);
  }

  private static void drag(Stage stage, double from, double to) {
    mouse(stage, MouseEvent.MOUSE_PRESSED, from, true);
    mouse(stage, MouseEvent.MOUSE_DRAGGED, to, true);
    mouse(stage, MouseEvent.MOUSE_RELEASED, to, true);
  }

  private static void mouse(
      Stage stage, javafx.event.EventType<MouseEvent> type, double share, boolean shift) {
    Node waves = stage.getScene().lookup(".waves");
    Point2D place = waves.localToScene(share * waves.getLayoutBounds().getWidth(), 20);
    double x = place.getX();
    double y = place.getY();
    Event.fireEvent(
        waves,
        new MouseEvent(
            type,
            x,
            y,
            x,
            y,
            MouseButton.PRIMARY,
            1,
            shift,
            false,
            false,
            false,
            true,
            false,
            false,
            true,
            false,
            true,
            null));
  }
}
