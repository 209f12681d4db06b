package app.headroom.ui.common;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;

/** Words that had to be cut for want of room are told whole by a tip. */
public final class CutWords {

  private static final double WIDEST_TIP = 420;

  private CutWords() {}

  /** From now on, for each of them; the tip is there only while something is cut. */
  public static void tell(Labeled... labels) {
    for (Labeled label : labels) {
      Tooltip whole = new Tooltip();
      whole.setWrapText(true);
      whole.setMaxWidth(WIDEST_TIP);
      whole.setShowDelay(Duration.millis(300));
      whole.setShowDuration(Duration.INDEFINITE);
      whole.textProperty().bind(label.textProperty());
      ObjectBinding<Tooltip> tip =
          Bindings.when(label.textTruncatedProperty()).then(whole).otherwise((Tooltip) null);
      label.tooltipProperty().bind(tip);
    }
  }
}
