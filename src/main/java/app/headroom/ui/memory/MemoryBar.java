package app.headroom.ui.memory;

import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/** The gauge laid flat, for narrow windows: others and us, and under them the tiers' zones. */
public final class MemoryBar extends Region {

  private static final double BAND = 10;
  private static final double GAP = 2;
  private static final double ZONES = 2.5;

  private final Rectangle track = part("bar-track");
  private final Rectangle others = part("bar-others");
  private final Rectangle us = part("bar-us");
  private final Rectangle good = part("zone-normal");
  private final Rectangle warn = part("zone-high");
  private final Rectangle bad = part("zone-critical");
  private double othersShare;
  private double usShare;
  private double high = 0.7;
  private double critical = 0.85;

  public MemoryBar() {
    getStyleClass().add("memory-bar");
    List<Rectangle> parts = List.of(track, others, us, good, warn, bad);
    parts.forEach(part -> part.setManaged(false));
    getChildren().addAll(parts);
    setMinHeight(BAND + GAP + ZONES);
    setPrefHeight(BAND + GAP + ZONES);
  }

  /** Shares of the machine's memory. */
  public void show(double byOthers, double byUs, double highShare, double criticalShare) {
    othersShare = byOthers;
    usShare = byUs;
    high = highShare;
    critical = criticalShare;
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    place(track, 0, 1, 0, BAND);
    place(others, 0, othersShare, 0, BAND);
    place(us, othersShare, othersShare + usShare, 0, BAND);
    place(good, 0, high - 0.004, BAND + GAP, ZONES);
    place(warn, high, critical - 0.004, BAND + GAP, ZONES);
    place(bad, critical, 1, BAND + GAP, ZONES);
  }

  private void place(Rectangle part, double from, double to, double y, double height) {
    double start = Math.clamp(from, 0, 1) * getWidth();
    part.setX(start);
    part.setWidth(Math.max(0, Math.clamp(to, 0, 1) * getWidth() - start));
    part.setY(y);
    part.setHeight(height);
  }

  private static Rectangle part(String styleClass) {
    Rectangle part = new Rectangle();
    part.getStyleClass().add(styleClass);
    return part;
  }
}
