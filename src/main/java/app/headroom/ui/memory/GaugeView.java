package app.headroom.ui.memory;

import app.headroom.ui.common.Motion;
import java.util.List;
import javafx.animation.Interpolator;
import javafx.animation.KeyFrame;
import javafx.animation.KeyValue;
import javafx.animation.Timeline;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Arc;
import javafx.util.Duration;

/**
 * The machine's memory as an arc in two colours (others, then us) inside a thin ring with the
 * tiers' zones. Moves to a new value within 200 ms. Belongs to the FX thread.
 */
public final class GaugeView extends Region {

  private static final double START_DEGREES = 216;
  private static final double SWEEP_DEGREES = 252;
  private static final double GAP_DEGREES = 1.6;
  private static final double DIAMETER = 196;
  private static final double RING = 3;
  private static final double BAND = 16;
  private static final Duration MOVE = Duration.millis(200);

  /** Below this the eye sees no movement, and nothing is animated. */
  private static final double LEAST_MOVE = 0.002;

  private final Arc track = arc("gauge-track", BAND);
  private final Arc others = arc("gauge-others", BAND);
  private final Arc us = arc("gauge-us", BAND);
  private final Arc good = arc("gauge-normal", RING);
  private final Arc warn = arc("gauge-high", RING);
  private final Arc bad = arc("gauge-critical", RING);
  private final Label percent = new Label();
  private final Label amount = new Label();

  private final DoubleProperty shownOthers = new SimpleDoubleProperty(this, "shownOthers");
  private final DoubleProperty shownUs = new SimpleDoubleProperty(this, "shownUs");
  private final Timeline movement = new Timeline();
  private double high = 0.7;
  private double critical = 0.85;

  public GaugeView() {
    getStyleClass().add("gauge");
    percent.getStyleClass().add("gauge-percent");
    amount.getStyleClass().add("secondary");
    getChildren().addAll(track, others, us, good, warn, bad, percent, amount);
    setAccessibleRole(AccessibleRole.TEXT);
    setFocusTraversable(true);
    shownOthers.addListener(value -> placeBands());
    shownUs.addListener(value -> placeBands());
    setMinSize(DIAMETER, USE_PREF_SIZE);
  }

  /** Where the tiers begin, as shares of the machine's memory. */
  public void setZones(double highShare, double criticalShare) {
    if (highShare != high || criticalShare != critical) {
      high = highShare;
      critical = criticalShare;
      requestLayout();
    }
  }

  /**
   * @param othersShare used by other programs, of the machine's memory
   * @param usShare used by us and our jobs
   */
  public void show(double othersShare, double usShare, String percentText, String amountText) {
    percent.setText(percentText);
    amount.setText(amountText);
    movement.stop();
    boolean moves =
        Math.abs(othersShare - shownOthers.get()) > LEAST_MOVE
            || Math.abs(usShare - shownUs.get()) > LEAST_MOVE;
    if (moves && Motion.wanted() && getScene() != null) {
      movement
          .getKeyFrames()
          .setAll(
              new KeyFrame(
                  MOVE,
                  new KeyValue(shownOthers, othersShare, Interpolator.EASE_OUT),
                  new KeyValue(shownUs, usShare, Interpolator.EASE_OUT)));
      movement.playFromStart();
    } else {
      shownOthers.set(othersShare);
      shownUs.set(usShare);
    }
  }

  @Override
  protected double computePrefWidth(double height) {
    return DIAMETER;
  }

  @Override
  protected double computePrefHeight(double width) {
    double below = Math.sin(Math.toRadians(START_DEGREES - 180));
    return Math.ceil(DIAMETER / 2 * (1 + below)) + RING;
  }

  @Override
  protected void layoutChildren() {
    double x = getWidth() / 2;
    double y = DIAMETER / 2;
    double ringRadius = DIAMETER / 2 - RING / 2;
    double bandRadius = DIAMETER / 2 - RING - 5 - BAND / 2;
    for (Arc arc : List.of(track, others, us)) {
      place(arc, x, y, bandRadius);
    }
    for (Arc arc : List.of(good, warn, bad)) {
      place(arc, x, y, ringRadius);
    }
    span(track, 0, 1, 0);
    span(good, 0, high, 0);
    span(warn, high, critical, GAP_DEGREES);
    span(bad, critical, 1, GAP_DEGREES);
    placeBands();
    layoutInArea(percent, 0, y - 42, getWidth(), 48, 0, HPos.CENTER, VPos.CENTER);
    layoutInArea(amount, 0, y + 8, getWidth(), 20, 0, HPos.CENTER, VPos.CENTER);
  }

  private void placeBands() {
    double end = Math.min(1, shownOthers.get() + shownUs.get());
    span(others, 0, Math.min(1, shownOthers.get()), 0);
    span(us, Math.min(1, shownOthers.get()), end, 0);
  }

  private static void place(Arc arc, double x, double y, double radius) {
    arc.setCenterX(x);
    arc.setCenterY(y);
    arc.setRadiusX(radius);
    arc.setRadiusY(radius);
  }

  private static void span(Arc arc, double from, double to, double gapDegrees) {
    double degrees = Math.max(0, (to - from) * SWEEP_DEGREES - gapDegrees);
    arc.setVisible(degrees > 0);
    arc.setStartAngle(START_DEGREES - from * SWEEP_DEGREES - gapDegrees);
    arc.setLength(-degrees);
  }

  private static Arc arc(String styleClass, double strokeWidth) {
    Arc arc = new Arc();
    arc.getStyleClass().addAll("gauge-arc", styleClass);
    arc.setStrokeWidth(strokeWidth);
    return arc;
  }
}
