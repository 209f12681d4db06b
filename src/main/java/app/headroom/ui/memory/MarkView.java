package app.headroom.ui.memory;

import app.headroom.ui.memory.MemoryHistory.Mark;
import app.headroom.ui.memory.MemoryHistory.MarkKind;
import java.util.Locale;
import javafx.scene.Group;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.SVGPath;

/**
 * One action in the history: a line, and on it a ring with a sign. What it means is told by the
 * history.
 */
final class MarkView extends Group {

  private static final double RADIUS = 9;

  private final Line line = new Line();
  private final Circle ring = new Circle(RADIUS);
  private final SVGPath sign = new SVGPath();

  MarkView(Mark mark) {
    getStyleClass().addAll("mark", "mark-" + mark.kind().name().toLowerCase(Locale.ROOT));
    line.getStyleClass().add("mark-line");
    ring.getStyleClass().add("mark-ring");
    sign.setContent(sign(mark.kind()));
    sign.getStyleClass().add("mark-sign");
    sign.setMouseTransparent(true);
    getChildren().addAll(line, ring, sign);
    setAccessibleText(mark.text());
  }

  /** The line goes from the ring at {@code y} down to the history's lower edge. */
  void place(double x, double y, double height) {
    setLayoutX(x);
    ring.setCenterY(y);
    sign.setLayoutY(y);
    line.setStartY(y + RADIUS);
    line.setEndY(height);
  }

  /** Whether its ring, which may be hard to hit, is at this place of the history. */
  boolean at(double x, double y) {
    return Math.hypot(x - getLayoutX(), y - ring.getCenterY()) <= RADIUS + 2;
  }

  /** Drawn around the origin, within 4 of it. */
  private static String sign(MarkKind kind) {
    return switch (kind) {
      // 1/2
      case HALVED ->
          "M-4.2 -2.2l1.2 -1v4M-2.6 3.6l4.4 -7M1.4 1.2c0 -1.4 2.6 -1.4 2.6 .1"
              + "c0 1 -2.6 1.9 -2.6 2.9h2.8";
      case LONGER -> "M0 4V-3.6M-3 -.8l3 -3l3 3";
      case PAUSED -> "M-1.8 -3v6M1.8 -3v6";
      case PARKED -> "M-1.8 4v-7.6h2.4a2.2 2.2 0 0 1 0 4.4h-2.4";
      case KILLED -> "M-2.8 -2.8l5.6 5.6M2.8 -2.8l-5.6 5.6";
      case RESUMED -> "M-2 -3.4l5 3.4l-5 3.4z";
      case NORMAL -> "M-3 .2l2.2 2.4l4 -5";
      case HIGH, CRITICAL -> "M0 -3.6v4.2M0 3.2v.2";
    };
  }
}
