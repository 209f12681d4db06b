package app.headroom.ui.queue;

import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/** How much of a song is done, as a thin line. */
final class ThinBar extends Region {

  private static final double HEIGHT = 5;

  private final Rectangle track = part("bar-track");
  private final Rectangle fill = part("bar-fill");
  private double share;

  ThinBar() {
    getStyleClass().add("thin-bar");
    getChildren().addAll(track, fill);
    setMaxWidth(Double.MAX_VALUE);
    setMouseTransparent(true);
  }

  void show(double newShare) {
    if (newShare != share) {
      share = newShare;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    track.setWidth(getWidth());
    // a rounded end needs its own width
    fill.setWidth(share <= 0 ? 0 : Math.max(HEIGHT, share * getWidth()));
  }

  private static Rectangle part(String styleClass) {
    Rectangle part = new Rectangle(0, HEIGHT);
    part.getStyleClass().add(styleClass);
    part.setArcWidth(HEIGHT);
    part.setArcHeight(HEIGHT);
    part.setManaged(false);
    return part;
  }
}
