package app.headroom.ui.player;

import app.headroom.player.Loop;
import app.headroom.player.Waveform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.DoubleConsumer;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * All waveforms below each other, with the loop behind and the playhead before them. Seeks by click
 * and drag; draws a loop by a drag with Shift. Belongs to the FX thread.
 */
public final class WavesPane extends Region {

  private static final double HEAD = 2;

  private final List<Node> rows = new ArrayList<>();
  private final List<WaveformView> views = new ArrayList<>();
  private final Rectangle loopArea = part("loop-area");
  private final Rectangle loopStart = part("loop-edge");
  private final Rectangle loopEnd = part("loop-edge");
  private final Rectangle head = part("playhead");
  private double rowHeight = 44;
  private double position;
  private double loopFrom = Double.NaN;
  private double loopTo = Double.NaN;
  private double drawnFrom = Double.NaN;
  private DoubleConsumer seek = share -> {};
  private BiConsumer<Double, Double> drawLoop = (from, to) -> {};

  public WavesPane() {
    getStyleClass().add("waves");
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> drawnFrom = Double.NaN);
  }

  /**
   * @param toSeek takes shares of the song
   * @param toLoop takes both ends as shares
   */
  void listen(DoubleConsumer toSeek, BiConsumer<Double, Double> toLoop) {
    seek = toSeek;
    drawLoop = toLoop;
  }

  /**
   * @param newRows what takes the focus, one for each stem; the views lie in them
   */
  void setRows(List<? extends Node> newRows, List<WaveformView> newViews) {
    rows.clear();
    rows.addAll(newRows);
    views.clear();
    views.addAll(newViews);
    getChildren().setAll(loopArea);
    getChildren().addAll(rows);
    getChildren().addAll(loopStart, loopEnd, head);
  }

  void setRowHeight(double height) {
    rowHeight = height;
    requestLayout();
  }

  void show(Waveform waveform) {
    double loudest = waveform.peak();
    views.forEach(view -> view.show(waveform, loudest));
  }

  void separatedUpTo(double share) {
    views.forEach(view -> view.separatedUpTo(share));
  }

  List<WaveformView> views() {
    return views;
  }

  void playhead(double share) {
    position = share;
    placeHead();
  }

  /** Either end may be missing. */
  void loop(@Nullable Loop loop, @Nullable Long start, long frames) {
    loopFrom = share(loop != null ? Long.valueOf(loop.start()) : start, frames);
    loopTo = share(loop == null ? null : loop.end(), frames);
    placeLoop();
  }

  private static double share(@Nullable Long frame, long frames) {
    return frame == null || frames <= 0 ? Double.NaN : frame / (double) frames;
  }

  private void pressed(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    double share = share(event);
    if (event.isShiftDown()) {
      drawnFrom = share;
    } else {
      seek.accept(share);
    }
    int row = (int) Math.clamp(event.getY() / rowHeight, 0, Math.max(0, rows.size() - 1));
    if (row < rows.size()) {
      rows.get(row).requestFocus();
    }
    event.consume();
  }

  private void dragged(MouseEvent event) {
    if (!event.isPrimaryButtonDown()) {
      return;
    }
    if (Double.isNaN(drawnFrom)) {
      seek.accept(share(event));
    } else {
      drawLoop.accept(drawnFrom, share(event));
    }
    event.consume();
  }

  private double share(MouseEvent event) {
    return Math.clamp(event.getX() / Math.max(1, getWidth()), 0, 1);
  }

  @Override
  protected double computePrefHeight(double width) {
    return rowHeight * rows.size();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double y = 0;
    for (Node row : rows) {
      row.resizeRelocate(0, y, getWidth(), rowHeight);
      y += rowHeight;
    }
    placeHead();
    placeLoop();
  }

  private void placeHead() {
    head.setWidth(HEAD);
    head.setHeight(getHeight());
    head.setX(Math.rint(Math.clamp(position, 0, 1) * (getWidth() - HEAD)));
  }

  private void placeLoop() {
    edge(loopStart, loopFrom);
    edge(loopEnd, loopTo);
    boolean area = !Double.isNaN(loopFrom) && !Double.isNaN(loopTo);
    loopArea.setVisible(area);
    if (area) {
      loopArea.setX(loopFrom * getWidth());
      loopArea.setWidth(Math.max(0, (loopTo - loopFrom) * getWidth()));
      loopArea.setHeight(getHeight());
    }
  }

  private void edge(Rectangle edge, double share) {
    edge.setVisible(!Double.isNaN(share));
    if (edge.isVisible()) {
      edge.setX(Math.rint(share * (getWidth() - 1)));
      edge.setWidth(1);
      edge.setHeight(getHeight());
    }
  }

  private static Rectangle part(String styleClass) {
    Rectangle part = new Rectangle();
    part.getStyleClass().add(styleClass);
    part.setManaged(false);
    part.setMouseTransparent(true);
    return part;
  }
}
