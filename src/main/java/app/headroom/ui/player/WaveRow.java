package app.headroom.ui.player;

import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * A stem's waveform as a control: it takes the focus, and is to assistive technology a slider over
 * the song's time. Belongs to the FX thread.
 */
final class WaveRow extends StackPane {

  private final Place place;

  /** Where the song is, and how to go elsewhere. */
  interface Place {
    double seconds();

    double totalSeconds();

    void nudge(double seconds);

    void seek(double seconds);
  }

  WaveRow(WaveformView view, Place place) {
    super(view);
    this.place = place;
    getStyleClass().add("wave-row");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.SLIDER);
  }

  @Override
  public @Nullable Object queryAccessibleAttribute(
      AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case VALUE -> place.seconds();
      case MIN_VALUE -> 0.0;
      case MAX_VALUE -> place.totalSeconds();
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }

  @Override
  public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
    switch (action) {
      case INCREMENT, BLOCK_INCREMENT -> place.nudge(PlayerController.STEP_SECONDS);
      case DECREMENT, BLOCK_DECREMENT -> place.nudge(-PlayerController.STEP_SECONDS);
      case SET_VALUE -> {
        if (parameters.length > 0 && parameters[0] instanceof Number seconds) {
          place.seek(seconds.doubleValue());
        }
      }
      default -> super.executeAccessibleAction(action, parameters);
    }
  }
}
