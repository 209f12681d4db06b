package app.headroom.ui.memory;

import app.headroom.memory.Tier;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.shape.Circle;

/** The tier of the machine, in a word and its colour. */
public final class TierBadge extends Label {

  private static final PseudoClass HIGH = PseudoClass.getPseudoClass("high");
  private static final PseudoClass CRITICAL = PseudoClass.getPseudoClass("critical");

  public TierBadge() {
    getStyleClass().add("tier-badge");
    Circle dot = new Circle(4);
    dot.getStyleClass().add("dot");
    setGraphic(dot);
    setMinWidth(USE_PREF_SIZE);
  }

  /**
   * @param word the tier in the window's language
   * @param explanation what it means, for the hint and the screen reader
   */
  public void show(Tier tier, String word, String explanation) {
    setText(word);
    setAccessibleText(explanation);
    pseudoClassStateChanged(HIGH, tier == Tier.HIGH);
    pseudoClassStateChanged(CRITICAL, tier == Tier.CRITICAL);
  }
}
