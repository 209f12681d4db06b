package app.headroom.ui.common;

import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.stage.Stage;
import javafx.stage.Window;

/** Updates only what can be seen. */
public final class Shown {

  private Shown() {}

  /**
   * Hands the newest value to {@code receiver} while {@code node} is visible in a window that is
   * shown and not minimised; when that becomes true, at once.
   */
  public static <T> void whileVisible(Node node, ObservableValue<T> value, Consumer<T> receiver) {
    ObservableValue<Boolean> seen = seen(node);
    ChangeListener<T> forward =
        (changed, before, now) -> {
          if (seen.getValue()) {
            receiver.accept(now);
          }
        };
    value.addListener(forward);
    seen.addListener(
        (changed, before, now) -> {
          if (now) {
            receiver.accept(value.getValue());
          }
        });
  }

  /** Whether it is visible in a window that is shown and not minimised. */
  public static ObservableValue<Boolean> seen(Node node) {
    ObservableValue<Window> window =
        node.sceneProperty().flatMap(scene -> scene == null ? null : scene.windowProperty());
    ObservableValue<Boolean> open =
        window
            .flatMap(
                shown ->
                    shown == null
                        ? null
                        : shown instanceof Stage stage
                            ? (ObservableBooleanValue)
                                Bindings.and(
                                    stage.showingProperty(), stage.iconifiedProperty().not())
                            : shown.showingProperty())
            .orElse(false);
    return Bindings.createBooleanBinding(
        () -> node.isVisible() && open.getValue(), node.visibleProperty(), open);
  }
}
