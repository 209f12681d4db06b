package app.headroom.ui.main;

import app.headroom.ui.common.CutWords;
import app.headroom.ui.common.Icon;
import app.headroom.ui.common.Messages;
import app.headroom.ui.memory.MemoryFace;
import app.headroom.ui.memory.MemoryModel;
import app.headroom.ui.memory.TierBadge;
import app.headroom.ui.queue.QueueModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** The window: header, regions, and the whole of it as a place to drop songs on. */
public final class MainController {

  /** Below this width the memory card folds into a strip. */
  private static final double FOLD_WIDTH = 1100;

  /** Below this one the header's buttons have short names, and its summary two lines. */
  private static final double TIGHT_WIDTH = 980;

  private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");

  private final Messages messages;
  private final QueueModel queueModel;
  private final MemoryModel memoryModel;
  private final OutputMenu outputMenu;
  private final Consumer<List<Path>> intake;
  private final Runnable chooser;
  private final Runnable settingsOpener;

  @FXML private StackPane root;
  @FXML private TierBadge tier;
  @FXML private Label summary;
  @FXML private MenuButton output;
  @FXML private Button settings;
  @FXML private Button add;
  @FXML private HBox header;
  @FXML private Node strip;
  @FXML private Node card;
  @FXML private StackPane dropVeil;
  @FXML private StackPane dropSign;

  public MainController(
      Messages messages,
      QueueModel queueModel,
      MemoryModel memoryModel,
      OutputMenu outputMenu,
      Consumer<List<Path>> intake,
      Runnable chooser,
      Runnable settingsOpener) {
    this.messages = messages;
    this.queueModel = queueModel;
    this.memoryModel = memoryModel;
    this.outputMenu = outputMenu;
    this.intake = intake;
    this.chooser = chooser;
    this.settingsOpener = settingsOpener;
  }

  @FXML
  private void initialize() {
    settings.setGraphic(Icon.SETTINGS.node());
    settings.setTooltip(new Tooltip(messages.text("main.settings")));
    dropSign.getChildren().add(Icon.DROP.node());
    dropSign.getStyleClass().add("empty-sign");
    ObservableValue<Boolean> tight =
        root.widthProperty().map(width -> width.doubleValue() < TIGHT_WIDTH);
    outputMenu.fill(output, tight);
    add.setAccessibleText(messages.text("main.add"));
    tight.subscribe(
        now -> {
          header.pseudoClassStateChanged(TIGHT, now);
          add.setText(messages.text(now ? "main.add.short" : "main.add"));
        });
    CutWords.tell(summary);
    strip.managedProperty().bind(strip.visibleProperty());
    card.managedProperty().bind(card.visibleProperty());
    strip.visibleProperty().bind(root.widthProperty().lessThan(FOLD_WIDTH));
    card.visibleProperty().bind(strip.visibleProperty().not());
    memoryModel.face().addListener((face, before, now) -> showTier(now));
    showTier(memoryModel.face().get());
    queueModel.counts().addListener((counts, before, now) -> showSummary(now));
    showSummary(queueModel.counts().get());
    new SongDrop(root, dropVeil, intake).install();
  }

  @FXML
  private void addSongs() {
    chooser.run();
  }

  @FXML
  private void openSettings() {
    settingsOpener.run();
  }

  private void showTier(@Nullable MemoryFace face) {
    tier.setVisible(face != null);
    if (face != null) {
      tier.show(face.tier(), face.tierWord(), face.tierExplained());
    }
  }

  private void showSummary(QueueModel.Counts counts) {
    List<String> parts = new ArrayList<>();
    add(parts, "summary.running", counts.running());
    add(parts, "summary.paused", counts.paused());
    add(parts, "summary.parked", counts.parked());
    add(parts, "summary.waiting", counts.waiting());
    if (parts.isEmpty()) {
      add(parts, "summary.finished", counts.finished());
      add(parts, "summary.failed", counts.failed());
    }
    String words = String.join(", ", parts);
    if (counts.left() != null) {
      words += " · " + messages.text("row.left", messages.figures().time(counts.left()));
    }
    summary.setText(words);
  }

  private void add(List<String> parts, String key, int count) {
    if (count > 0) {
      parts.add(messages.text(key, count));
    }
  }
}
