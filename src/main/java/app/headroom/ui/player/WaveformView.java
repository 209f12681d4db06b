package app.headroom.ui.player;

import app.headroom.player.Waveform;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.layout.Region;
import javafx.scene.shape.HLineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.VLineTo;

/**
 * One stem's waveform as bars: what is separated in the stem's colour, what is to come pale.
 * Belongs to the FX thread; draws when what it shows changes, not while it plays.
 */
final class WaveformView extends Region {

  /** From bar to bar, and how wide one is. */
  private static final double PITCH = 4;

  private static final double BAR = 2;
  private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");

  private final Path full = new Path();
  private final Path pale = new Path();
  private final Rectangle fullClip = new Rectangle();
  private final Rectangle paleClip = new Rectangle();
  private final int stem;
  private Waveform waveform = Waveform.empty(0);
  private double scale = 1;
  private double separated = 1;

  WaveformView(int stem) {
    this.stem = stem;
    getStyleClass().add("waveform");
    full.getStyleClass().add("waveform-full");
    pale.getStyleClass().add("waveform-pale");
    full.setManaged(false);
    pale.setManaged(false);
    full.setClip(fullClip);
    pale.setClip(paleClip);
    setMouseTransparent(true);
    getChildren().addAll(pale, full);
  }

  /**
   * @param loudest sample of all stems, which fills the height
   */
  void show(Waveform next, double loudest) {
    waveform = next;
    scale = loudest < 0.05 ? 1 : 1 / loudest;
    requestLayout();
  }

  /** Up to which share of the song it is separated. */
  void separatedUpTo(double share) {
    if (share != separated) {
      separated = share;
      requestLayout();
    }
  }

  void silent(boolean is) {
    pseudoClassStateChanged(SILENT, is);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    double middle = Math.rint(height / 2);
    double reach = middle - 4;
    int bars = (int) Math.max(0, Math.floor((width + PITCH - BAR) / PITCH));
    boolean known = stem < waveform.stems();
    List<PathElement> there = new ArrayList<>(5 * bars);
    List<PathElement> toCome = new ArrayList<>();
    double lastKnown = known ? waveform.known() : 0;
    for (int bar = 0; bar < bars; bar++) {
      double from = bar / (double) bars;
      double to = (bar + 1) / (double) bars;
      boolean drawn = known && from < lastKnown;
      double peak = drawn ? waveform.peak(stem, from, Math.min(to, lastKnown)) * scale : 0;
      double half = Math.max(1, Math.rint(Math.min(1, peak) * reach));
      add(
          to <= separated || (drawn && from < separated) ? there : toCome,
          bar * PITCH,
          middle,
          half);
    }
    full.getElements().setAll(there);
    pale.getElements().setAll(toCome);
    fullClip.setWidth(width);
    fullClip.setHeight(height);
    paleClip.setWidth(width);
    paleClip.setHeight(height);
  }

  private static void add(List<PathElement> path, double x, double middle, double half) {
    path.add(new MoveTo(x, middle - half));
    path.add(new HLineTo(x + BAR));
    path.add(new VLineTo(middle + half));
    path.add(new HLineTo(x));
    path.add(new VLineTo(middle - half));
  }
}
