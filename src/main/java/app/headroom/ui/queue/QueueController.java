package app.headroom.ui.queue;

import app.headroom.job.HandOff;
import app.headroom.job.JobId;
import app.headroom.memory.MemoryPolicy;
import app.headroom.queue.Outlook;
import app.headroom.ui.common.FxBridge;
import app.headroom.ui.common.Icon;
import app.headroom.ui.common.Messages;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.image.Image;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Binds the list of songs to its model and forwards what is done to its rows. */
public final class QueueController implements SongCell.RowContext, AutoCloseable {

  private static final double CELL = 72;
  private static final double HINT = 58;

  /** Below this height messages take as little as they can. */
  private static final double LOW = 420;

  private final Messages messages;
  private final QueueModel model;
  private final RowActions actions;
  private final Outlooks outlooks;
  private final Runnable chooser;
  private final RowWords words;
  private final CoverCache covers;
  private final ContextMenu menu = new ContextMenu();
  private @Nullable NoticeStack messagesAbove;
  private @Nullable JobId awaited;
  private long warningBytes = MemoryPolicy.DEFAULT.limits().warningBytes();

  @FXML private VBox root;
  @FXML private Label count;
  @FXML private Label looking;
  @FXML private Button clear;
  @FXML private VBox notices;
  @FXML private ListView<SongRow> list;
  @FXML private StackPane hint;
  @FXML private StackPane empty;
  @FXML private StackPane emptySign;

  /**
   * @param chooser lets the user choose songs
   */
  public QueueController(
      Messages messages,
      QueueModel model,
      RowActions actions,
      Outlooks outlooks,
      CoverSource covers,
      FxBridge bridge,
      Runnable chooser) {
    this.messages = messages;
    this.model = model;
    this.actions = actions;
    this.outlooks = outlooks;
    this.chooser = chooser;
    this.words = new RowWords(messages);
    this.covers = new CoverCache(covers, bridge);
  }

  @FXML
  private void initialize() {
    emptySign.getChildren().add(Icon.DROP.node());
    emptySign.getStyleClass().add("empty-sign");
    list.setItems(model.rows());
    list.setFixedCellSize(CELL);
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    RowDrag drag = new RowDrag(list, actions::move);
    list.setCellFactory(
        _ -> {
          SongCell cell = new SongCell(this);
          drag.install(cell);
          return cell;
        });
    list.setAccessibleText(messages.text("queue.title"));
    list.setContextMenu(menu);
    // before the list's own answer, which shows nothing of an empty menu
    list.addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, _ -> fillMenu());
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    list.maxHeightProperty().bind(Bindings.size(model.rows()).multiply(CELL));
    // the hint gives its place to songs
    hint.managedProperty()
        .bind(
            Bindings.isNotEmpty(model.rows())
                .and(
                    root.heightProperty()
                        .subtract(list.layoutYProperty())
                        .subtract(list.maxHeightProperty())
                        .greaterThanOrEqualTo(HINT)));
    hint.visibleProperty().bind(hint.managedProperty());
    list.visibleProperty().bind(Bindings.isNotEmpty(model.rows()));
    list.managedProperty().bind(list.visibleProperty());
    empty.visibleProperty().bind(Bindings.isEmpty(model.rows()));
    empty.managedProperty().bind(empty.visibleProperty());
    NoticeStack stack = new NoticeStack(messages, notices);
    messagesAbove = stack;
    root.heightProperty().map(height -> (Double) height < LOW).subscribe(stack::compact);
    model.counts().addListener((counts, before, now) -> showCounts(now));
    model
        .rows()
        .addListener(
            (ListChangeListener<SongRow>)
                _ -> {
                  showCounts(model.counts().get());
                  reveal();
                });
    showCounts(model.counts().get());
  }

  private void showCounts(QueueModel.Counts counts) {
    count.setText(counts.all() == 0 ? "" : messages.text("queue.count", counts.all()));
    clear.setVisible(counts.clearable() > 0);
  }

  @FXML
  private void clearFinished() {
    actions.clearFinished();
  }

  @FXML
  private void choose() {
    chooser.run();
  }

  /** Puts something above the list that stays there, such as the model's progress. */
  public void pin(javafx.scene.Node node) {
    above().pin(node);
  }

  /** Shows a message above the list until it is closed. */
  public void tell(Notice.Kind kind, String title, List<String> lines) {
    above().tell(kind, title, lines);
  }

  private NoticeStack above() {
    return Objects.requireNonNull(messagesAbove, "before the view was loaded");
  }

  /** Scrolls to a song as soon as it is in the list. */
  public void reveal(JobId song) {
    awaited = song;
    reveal();
  }

  private void reveal() {
    JobId song = awaited;
    SongRow row = song == null ? null : model.row(song);
    int index = row == null ? -1 : model.rows().indexOf(row);
    if (index < 0) {
      return;
    }
    awaited = null;
    if (!(list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)
        || flow.getFirstVisibleCell() == null
        || index <= flow.getFirstVisibleCell().getIndex()
        || index >= flow.getLastVisibleCell().getIndex()) {
      list.scrollTo(index);
    }
  }

  /** From this memory of a job on its row is amber. */
  public void warnFrom(long bytes) {
    if (bytes != warningBytes) {
      warningBytes = bytes;
      model.rows().forEach(SongRow::touch);
    }
  }

  /** Words beside the number of songs while more are looked at. */
  public void showLooking(String words) {
    looking.setText(words);
  }

  public ListView<SongRow> list() {
    return list;
  }

  @Override
  public RowFace face(SongRow row) {
    Outlook outlook = row.job().state().terminal() ? null : outlooks.of(row.job());
    RowFace face = words.describe(row.job(), outlook, row.waitingAhead(), warningBytes);
    HandOffState handOff = row.handOff();
    return handOff == null ? face : words.exported(face, handOff);
  }

  @Override
  public Messages messages() {
    return messages;
  }

  @Override
  public void requestCover(SongRow row, Consumer<Image> receiver) {
    if (row.job().source() != null && row.job().source().hasCover()) {
      covers.request(row.id(), row.job().request().source(), receiver);
    }
  }

  @Override
  public void act(SongRow row, RowAction action) {
    act(action, List.of(row));
  }

  private void act(RowAction action, List<SongRow> rows) {
    actions.act(action, rows, this::copyDetails, () -> showExports(rows));
  }

  @Override
  public void showMenu(SongRow row, Button anchor) {
    if (!list.getSelectionModel().getSelectedItems().contains(row)) {
      list.getSelectionModel().clearAndSelect(model.rows().indexOf(row));
    }
    fillMenu();
    menu.show(anchor, Side.BOTTOM, 0, 0);
  }

  private void fillMenu() {
    menu.getItems().clear();
    List<SongRow> rows = selected();
    for (RowAction action : RowAction.values()) {
      if (rows.stream().anyMatch(row -> action.suits(row.job().state()))) {
        if (action == RowAction.REMOVE && !menu.getItems().isEmpty()) {
          menu.getItems().add(new SeparatorMenuItem());
        }
        menu.getItems().add(action == RowAction.EXPORT ? exportMenu(rows) : item(action));
      }
    }
  }

  private MenuItem item(RowAction action) {
    MenuItem item = new MenuItem(messages.text(action.key()), action.icon().node());
    item.setAccelerator(KeyCombination.valueOf(action.keys()));
    item.setOnAction(_ -> act(action, selected()));
    return item;
  }

  /** Its keys open it by itself, since a menu with a menu of its own can't have an accelerator. */
  private Menu exportMenu(List<SongRow> rows) {
    Menu export = new Menu(messages.text(RowAction.EXPORT.key()), RowAction.EXPORT.icon().node());
    export.getItems().addAll(exports(rows));
    return export;
  }

  private List<MenuItem> exports(List<SongRow> rows) {
    List<MenuItem> items = new ArrayList<>();
    for (HandOff handOff : HandOff.values()) {
      MenuItem item = new MenuItem(messages.text("settings.output.hand-off." + handOff.id()));
      item.setOnAction(_ -> actions.export(Set.of(handOff), rows));
      items.add(item);
    }
    MenuItem all = new MenuItem(messages.text("action.export.all"));
    all.setOnAction(_ -> actions.export(EnumSet.allOf(HandOff.class), rows));
    items.add(new SeparatorMenuItem());
    items.add(all);
    return items;
  }

  private void showExports(List<SongRow> rows) {
    menu.hide();
    menu.getItems().setAll(exports(rows));
    showMenu();
  }

  /** Beside the list's middle: the row may be anywhere, or more than one. */
  private void showMenu() {
    Bounds bounds = list.localToScreen(list.getBoundsInLocal());
    menu.show(list, bounds.getCenterX(), bounds.getMinY() + CELL / 2);
  }

  private void pressed(KeyEvent event) {
    List<SongRow> rows = selected();
    if (event.isAltDown() && (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN)) {
      moveSelected(event.getCode() == KeyCode.UP);
      event.consume();
      return;
    }
    if (event.getCode() == KeyCode.CONTEXT_MENU
        || (event.isShiftDown() && event.getCode() == KeyCode.F10)) {
      fillMenu();
      showMenu();
      event.consume();
      return;
    }
    RowAction action = rows.isEmpty() ? null : actionOf(event, rows);
    if (action != null) {
      act(action, rows);
      event.consume();
    }
  }

  private @Nullable RowAction actionOf(KeyEvent event, List<SongRow> rows) {
    for (RowAction action : RowAction.values()) {
      if (KeyCombination.valueOf(action.keys()).match(event)
          && rows.stream().anyMatch(row -> action.suits(row.job().state()))) {
        return action;
      }
    }
    return event.getCode() == KeyCode.ENTER ? face(rows.getFirst()).first() : null;
  }

  private void moveSelected(boolean up) {
    List<Integer> selected = list.getSelectionModel().getSelectedIndices();
    if (selected.isEmpty()) {
      return;
    }
    int position = up ? selected.getFirst() - 1 : selected.getLast() + 2;
    if (position >= 0 && position <= model.rows().size()) {
      actions.move(selected().stream().map(SongRow::id).toList(), position);
    }
  }

  private void copyDetails(SongRow row) {
    actions.copy(JobDetails.of(row.job(), messages.text("program.version")));
  }

  private List<SongRow> selected() {
    return list.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
  }

  @Override
  public void close() {
    covers.close();
    menu.hide();
  }
}
