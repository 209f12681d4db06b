package app.headroom.ui.memory;

import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;

/** Ties a slider and the words around it to the budget. */
final class BudgetSlider {

  private BudgetSlider() {}

  static void bind(Slider slider, Label title, Label value, Label effect, BudgetModel model) {
    slider.setMin(0);
    slider.maxProperty().bind(model.lastPosition());
    slider.setBlockIncrement(1);
    slider.setMajorTickUnit(1);
    slider.setMinorTickCount(0);
    slider.valueProperty().bindBidirectional(model.position());
    title.setLabelFor(slider);
    slider
        .accessibleTextProperty()
        .bind(title.textProperty().concat(" ").concat(value.textProperty()));
    value.textProperty().bind(model.value());
    effect.textProperty().bind(model.effect());
    // the part below the thumb in the accent
    slider
        .skinProperty()
        .addListener(
            (skin, before, now) ->
                slider.valueProperty().addListener((moved, was, is) -> fill(slider)));
    slider.widthProperty().addListener(width -> fill(slider));
    slider.maxProperty().addListener(most -> fill(slider));
  }

  private static void fill(Slider slider) {
    var track = slider.lookup(".track");
    if (track != null) {
      double share = 100 * slider.getValue() / Math.max(1, slider.getMax());
      track.setStyle(
          String.format(
              Locale.ROOT,
              "-fx-background-color: linear-gradient(to right, -hr-accent %1$.1f%%,"
                  + " -hr-raised %1$.1f%%);",
              share));
    }
  }
}
