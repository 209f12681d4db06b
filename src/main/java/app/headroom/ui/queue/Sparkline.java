package app.headroom.ui.queue;

import javafx.collections.ObservableList;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polyline;

/** A job's memory as a small line against its budget (the dotted one). Belongs to the FX thread. */
final class Sparkline extends Region {

  private static final double WIDTH = 92;
  private static final double HEIGHT = 24;

  /** The budget lies here, so that a line above it can be seen. */
  private static final double BUDGET_Y = 2.5;

  private final Polyline line = new Polyline();
  private final Line budget = new Line();
  private float[] shares = {};

  Sparkline() {
    getStyleClass().add("sparkline");
    line.getStyleClass().add("sparkline-line");
    budget.getStyleClass().add("sparkline-budget");
    line.setManaged(false);
    budget.setManaged(false);
    getChildren().addAll(budget, line);
    setMouseTransparent(true);
    setMinSize(WIDTH, HEIGHT);
    setPrefSize(WIDTH, HEIGHT);
    setMaxSize(WIDTH, HEIGHT);
  }

  /**
   * @param newShares memory by time as shares of the budget, the newest last; may exceed 1. Not
   *     changed by this, and not to be changed by the caller.
   */
  void show(float[] newShares) {
    shares = newShares;
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    budget.setEndX(WIDTH);
    budget.setStartY(BUDGET_Y);
    budget.setEndY(BUDGET_Y);
    ObservableList<Double> points = line.getPoints();
    Double[] next = new Double[shares.length * 2];
    double step = WIDTH / Math.max(1, shares.length - 1);
    for (int i = 0; i < shares.length; i++) {
      next[2 * i] = step * i;
      next[2 * i + 1] = Math.max(1, HEIGHT - 1 - shares[i] * (HEIGHT - 1 - BUDGET_Y));
    }
    points.setAll(next);
  }
}
