package app.headroom.ui.queue;

import app.headroom.ui.common.CutWords;
import app.headroom.ui.common.Icon;
import app.headroom.ui.common.Messages;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/** A row of the list. Reused for one song after the other; shows what {@link RowFace} says. */
final class SongCell extends ListCell<SongRow> {

  private static final double COVER = 44;
  private static final PseudoClass OVER_WARNING = PseudoClass.getPseudoClass("over-warning");

  private final RowContext context;
  private final HBox row = new HBox();
  private final ImageView cover = new ImageView();
  private final Label title = new Label();
  private final Label subtitle = new Label();
  private final Label state = new Label();
  private final Label detail = new Label();
  private final Label more = new Label();
  private final ThinBar bar = new ThinBar();
  private final Sparkline line = new Sparkline();
  private final Label side = new Label();
  private final VBox sides = new VBox(line, side);
  private final Button first = new Button();
  private final Button menuButton = new Button();
  private final InvalidationListener changed = _ -> refresh();

  /** A song outlives the list that shows it, where the language changes. */
  private final WeakInvalidationListener weakly = new WeakInvalidationListener(changed);

  private @Nullable SongRow shown;
  private @Nullable RowAction firstAction;

  /** What cells need of the list around them. */
  interface RowContext {
    RowFace face(SongRow row);

    Messages messages();

    void requestCover(SongRow row, java.util.function.Consumer<Image> receiver);

    void act(SongRow row, RowAction action);

    void showMenu(SongRow row, Button anchor);
  }

  SongCell(RowContext context) {
    this.context = context;
    Messages messages = context.messages();
    title.getStyleClass().add("song-title");
    subtitle.getStyleClass().add("secondary");
    state.getStyleClass().add("state-name");
    state.setMinWidth(USE_PREF_SIZE);
    Circle dot = new Circle(4);
    dot.getStyleClass().add("state-dot");
    state.setGraphic(dot);
    detail.getStyleClass().add("secondary");
    detail.setTextOverrun(OverrunStyle.ELLIPSIS);
    more.getStyleClass().add("secondary");
    side.getStyleClass().add("secondary");
    side.setMinWidth(USE_PREF_SIZE);

    VBox song = new VBox(title, subtitle);
    song.getStyleClass().add("song-words");
    // in a narrow list the state needs the place more than the names do
    song.prefWidthProperty()
        .bind(row.widthProperty().map(width -> Math.clamp(0.45 * (Double) width - 170, 130, 224)));
    HBox stateLine = new HBox(state, detail);
    stateLine.getStyleClass().add("state-line");
    VBox states = new VBox(stateLine, bar, more);
    states.getStyleClass().add("state-words");
    HBox.setHgrow(states, Priority.ALWAYS);
    sides.getStyleClass().add("row-side");
    menuButton.setGraphic(Icon.MORE.node());
    menuButton.setAccessibleText(messages.text("action.more"));
    menuButton.setOnAction(_ -> menu());
    first.setOnAction(_ -> act());
    for (Button button : new Button[] {first, menuButton}) {
      button.getStyleClass().add("icon-button");
      // by keyboard the list itself is operated; cells come and go
      button.setFocusTraversable(false);
    }
    HBox buttons = new HBox(2, first, menuButton);
    buttons.getStyleClass().add("row-buttons");
    row.getStyleClass().add("row");
    row.getChildren().addAll(coverPane(), song, states, sides, buttons);
    CutWords.tell(title, subtitle, detail, more);
    setPrefWidth(0);
  }

  private StackPane coverPane() {
    Rectangle corners = new Rectangle(COVER, COVER);
    corners.setArcWidth(12);
    corners.setArcHeight(12);
    cover.setFitWidth(COVER);
    cover.setFitHeight(COVER);
    cover.setSmooth(true);
    StackPane pane = new StackPane(Icon.NOTE.node(), cover);
    pane.getStyleClass().add("cover");
    pane.setClip(corners);
    return pane;
  }

  @Override
  protected void updateItem(@Nullable SongRow item, boolean empty) {
    super.updateItem(item, empty);
    SongRow next = empty ? null : item;
    if (next == shown) {
      return;
    }
    if (shown != null) {
      shown.version().removeListener(weakly);
    }
    shown = next;
    setGraphic(next == null ? null : row);
    if (next == null) {
      setAccessibleText(null);
      return;
    }
    next.version().addListener(weakly);
    cover.setImage(null);
    context.requestCover(
        next,
        image -> {
          if (shown == next) {
            cover.setImage(image);
          }
        });
    refresh();
  }

  private void refresh() {
    SongRow item = shown;
    if (item == null) {
      return;
    }
    RowFace face = context.face(item);
    title.setText(face.title());
    subtitle.setText(face.subtitle());
    state.setText(face.state());
    detail.setText(face.detail());
    more.setText(face.more());
    more.setVisible(!face.more().isEmpty());
    more.setManaged(more.isVisible());
    side.setText(face.side());
    boolean aside = !face.side().isEmpty() || face.line();
    sides.setVisible(aside);
    sides.setManaged(aside);
    boolean progress = !Double.isNaN(face.progress());
    bar.setVisible(progress);
    bar.setManaged(progress);
    if (progress) {
      bar.show(face.progress());
    }
    float[] memory = item.memory().shares();
    boolean lineShown = face.line() && memory.length > 1;
    line.setVisible(lineShown);
    line.setManaged(lineShown);
    if (lineShown) {
      line.show(memory);
    }
    if (face.first() != firstAction) {
      firstAction = face.first();
      String name = context.messages().text(firstAction.key());
      first.setGraphic(firstAction.icon().node());
      first.setAccessibleText(name);
      first.setTooltip(new Tooltip(name));
    }
    for (RowFace.Tone tone : RowFace.Tone.values()) {
      row.pseudoClassStateChanged(tone.pseudoClass(), tone == face.tone());
    }
    row.pseudoClassStateChanged(OVER_WARNING, face.overWarning());
    setAccessibleText(face.spoken());
  }

  private void act() {
    if (shown != null && firstAction != null) {
      context.act(shown, firstAction);
    }
  }

  private void menu() {
    if (shown != null) {
      context.showMenu(shown, menuButton);
    }
  }
}
