package app.headroom.ui.memory;

import app.headroom.ui.memory.MemoryHistory.Bucket;
import app.headroom.ui.memory.MemoryHistory.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;

/**
 * The last ten minutes: others' memory and ours stacked over the bands of the tiers, the budget and
 * hard limit of the running jobs as dashed lines, and a mark for every action. The pointer or, when
 * it has the focus, the arrow keys tell what was at a moment; the keys go from mark to mark where
 * there are marks. Belongs to the FX thread; draws only when {@link #show} has something new.
 */
public final class HistoryView extends Region {

  private static final double MARK_Y = 13;

  private final Rectangle back = rectangle("history-back");
  private final Rectangle highBand = rectangle("history-high");
  private final Rectangle criticalBand = rectangle("history-critical");
  private final Path others = path("history-others");
  private final Path us = path("history-us");
  private final Path budget = path("history-budget");
  private final Path kill = path("history-kill");
  private final Line cursor = new Line();
  private final Group marks = new Group();
  private final Map<Mark, MarkView> views = new LinkedHashMap<>();
  private final Rectangle corners = new Rectangle();

  /** All of the picture; the ring of the focus lies around it. */
  private final Group plot =
      new Group(back, highBand, criticalBand, others, us, kill, budget, cursor, marks);

  private final Tooltip hint = new Tooltip();

  private MemoryHistory history = new MemoryHistory();
  private Describer describer = (bucket, age) -> "";
  private double high = 0.7;
  private double critical = 0.85;
  private int drawn = -1;
  private int pointed = -1;

  /** Puts a bucket into words, for the hint under the pointer. */
  @FunctionalInterface
  public interface Describer {
    String describe(Bucket bucket, int age);
  }

  public HistoryView() {
    getStyleClass().add("history");
    hint.setWrapText(true);
    hint.setMaxWidth(320);
    cursor.getStyleClass().add("history-cursor");
    cursor.setVisible(false);
    marks.setManaged(false);
    plot.getChildren().forEach(child -> child.setManaged(false));
    plot.setManaged(false);
    getChildren().add(plot);
    corners.setArcWidth(8);
    corners.setArcHeight(8);
    plot.setClip(corners);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setFocusTraversable(true);
    hint.setShowDelay(Duration.millis(100));
    hint.setShowDuration(Duration.INDEFINITE);
    Tooltip.install(this, hint);
    setOnMouseMoved(event -> point(event.getX(), event.getY()));
    setOnMouseExited(event -> cursor.setVisible(false));
    setOnKeyPressed(this::pressed);
    focusedProperty()
        .addListener(
            (focused, before, now) -> {
              if (!now) {
                unpoint();
              }
            });
  }

  public void setHistory(MemoryHistory shown, Describer words) {
    history = shown;
    describer = words;
    requestLayout();
  }

  /**
   * Draws anew if there is something new.
   *
   * @param version of the history
   */
  public void show(int version, double highShare, double criticalShare) {
    if (version != drawn || highShare != high || criticalShare != critical) {
      drawn = version;
      high = highShare;
      critical = criticalShare;
      requestLayout();
    }
  }

  @Override
  protected double computeMinHeight(double width) {
    return 48;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    corners.setWidth(width);
    corners.setHeight(height);
    place(back, width, 0, height);
    place(criticalBand, width, 0, y(critical));
    place(highBand, width, y(critical), y(high) - y(critical));
    draw(others, Bucket::others, bucket -> 0);
    draw(us, Bucket::used, Bucket::others);
    drawLine(budget, Bucket::budgetLine);
    drawLine(kill, Bucket::killLine);
    placeMarks(width, height);
  }

  /** A mark keeps its view while it can be seen, and so the hint that is being read. */
  private void placeMarks(double width, double height) {
    views.keySet().retainAll(history.marks());
    double lastX = Double.NEGATIVE_INFINITY;
    int level = 0;
    for (Mark mark : history.marks()) {
      double x = Math.clamp(history.position(mark.at()) * width, 0, width);
      // marks that would hide each other stand on different levels
      level = x - lastX < 20 ? (level + 1) % 3 : 0;
      views
          .computeIfAbsent(mark, MarkView::new)
          .place(
              Math.rint(Math.clamp(x, 10, Math.max(10, width - 10))), MARK_Y + 20 * level, height);
      lastX = x;
    }
    List<MarkView> shown = List.copyOf(views.values());
    if (!marks.getChildren().equals(shown)) {
      marks.getChildren().setAll(shown);
    }
  }

  /** An area between two curves; a stretch without samples leaves a gap. */
  private void draw(Path path, ToDoubleFunction<Bucket> upper, ToDoubleFunction<Bucket> lower) {
    List<PathElement> elements = new ArrayList<>();
    int age = MemoryHistory.BUCKETS - 1;
    while (age >= 0) {
      if (history.bucket(age).empty()) {
        age--;
        continue;
      }
      int first = age;
      elements.add(new MoveTo(x(first), y(upper.applyAsDouble(history.bucket(first)))));
      while (age >= 0 && !history.bucket(age).empty()) {
        elements.add(new LineTo(x(age), y(upper.applyAsDouble(history.bucket(age)))));
        age--;
      }
      for (int back = age + 1; back <= first; back++) {
        elements.add(new LineTo(x(back), y(lower.applyAsDouble(history.bucket(back)))));
      }
    }
    path.getElements().setAll(elements);
  }

  private void drawLine(Path path, ToDoubleFunction<Bucket> value) {
    List<PathElement> elements = new ArrayList<>();
    boolean open = false;
    for (int age = MemoryHistory.BUCKETS - 1; age >= 0; age--) {
      double share = value.applyAsDouble(history.bucket(age));
      if (Double.isNaN(share)) {
        open = false;
        continue;
      }
      elements.add(open ? new LineTo(x(age), y(share)) : new MoveTo(x(age), y(share)));
      open = true;
    }
    path.getElements().setAll(elements);
  }

  /** One tip for all of it: of two, each would take the other's place. */
  private void point(double x, double y) {
    int age =
        Math.clamp(
            Math.round((1 - x / getWidth()) * (MemoryHistory.BUCKETS - 1)),
            0,
            MemoryHistory.BUCKETS - 1);
    Bucket bucket = history.bucket(age);
    moveCursor(Math.rint(x));
    cursor.setVisible(!bucket.empty());
    hint.setText(markAt(x, y).map(Mark::text).orElseGet(() -> describer.describe(bucket, age)));
  }

  /** The one on top. */
  private Optional<Mark> markAt(double x, double y) {
    return views.entrySet().stream()
        .filter(entry -> entry.getValue().at(x, y))
        .map(Map.Entry::getKey)
        .reduce((_, later) -> later);
  }

  private void pressed(KeyEvent event) {
    switch (event.getCode()) {
      case LEFT -> step(-1);
      case RIGHT -> step(1);
      case ESCAPE -> unpoint();
      default -> {
        return;
      }
    }
    event.consume();
  }

  /** To the next mark, or, where there is none, some seconds on. */
  private void step(int direction) {
    List<Mark> all = history.marks();
    double position;
    String words;
    if (all.isEmpty()) {
      int age = pointed < 0 ? 0 : pointed - direction * 5;
      pointed = Math.clamp(age, 0, MemoryHistory.BUCKETS - 1);
      position = 1 - pointed / (double) (MemoryHistory.BUCKETS - 1);
      words = describer.describe(history.bucket(pointed), pointed);
    } else {
      int index = pointed < 0 ? all.size() - 1 : pointed + direction;
      pointed = Math.clamp(index, 0, all.size() - 1);
      position = history.position(all.get(pointed).at());
      words = all.get(pointed).text();
    }
    double x = Math.rint(Math.clamp(position, 0, 1) * getWidth());
    moveCursor(x);
    hint.setText(words);
    setAccessibleText(words);
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    Point2D corner = localToScreen(x, getHeight());
    if (corner != null) {
      hint.show(this, corner.getX(), corner.getY() + 6);
    }
  }

  private void unpoint() {
    pointed = -1;
    cursor.setVisible(false);
    hint.hide();
  }

  private void moveCursor(double x) {
    cursor.setVisible(true);
    cursor.setStartX(x + 0.5);
    cursor.setEndX(x + 0.5);
    cursor.setEndY(getHeight());
  }

  private double x(int age) {
    return getWidth() * (1 - age / (double) (MemoryHistory.BUCKETS - 1));
  }

  private double y(double share) {
    return getHeight() * (1 - Math.clamp(share, 0, 1));
  }

  private static void place(Rectangle rectangle, double width, double y, double height) {
    rectangle.setWidth(width);
    rectangle.setY(y);
    rectangle.setHeight(height);
  }

  private static Rectangle rectangle(String styleClass) {
    Rectangle rectangle = new Rectangle();
    rectangle.getStyleClass().add(styleClass);
    return rectangle;
  }

  private static Path path(String styleClass) {
    Path path = new Path();
    path.getStyleClass().add(styleClass);
    return path;
  }
}
