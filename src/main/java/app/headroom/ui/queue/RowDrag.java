package app.headroom.ui.queue;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import java.io.File;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;

/**
 * Dragging of rows: within the list to another place, and, where all of them are finished, their
 * stems as files to wherever files can be dropped.
 */
final class RowDrag {

  /** Marks a drag that began in the list; the window takes no songs from it. */
  static final DataFormat ROWS = new DataFormat("application/x-headroom-rows");

  private static final PseudoClass BEFORE = PseudoClass.getPseudoClass("drop-before");
  private static final PseudoClass AFTER = PseudoClass.getPseudoClass("drop-after");

  private final ListView<SongRow> list;
  private final Mover mover;

  /** Moves jobs before the one that stands at a position now. */
  interface Mover {
    void move(List<JobId> jobs, int position);
  }

  RowDrag(ListView<SongRow> list, Mover mover) {
    this.list = list;
    this.mover = mover;
  }

  void install(ListCell<SongRow> cell) {
    cell.setOnDragDetected(event -> begin(cell, event));
    cell.setOnDragOver(event -> over(cell, event));
    cell.setOnDragExited(_ -> mark(cell, false, false));
    cell.setOnDragDropped(event -> drop(cell, event));
  }

  private void begin(ListCell<SongRow> cell, MouseEvent event) {
    List<SongRow> rows = list.getSelectionModel().getSelectedItems().stream().toList();
    if (cell.isEmpty() || rows.isEmpty()) {
      return;
    }
    ClipboardContent content = new ClipboardContent();
    content.put(ROWS, String.join(",", rows.stream().map(row -> row.id().value()).toList()));
    List<File> stems = stems(rows);
    if (!stems.isEmpty()) {
      content.putFiles(stems);
    }
    Dragboard board = cell.startDragAndDrop(TransferMode.COPY);
    board.setDragView(cell.snapshot(null, null), event.getX(), event.getY());
    board.setContent(content);
    event.consume();
  }

  /** The stems of the rows, if all of them are finished. */
  static List<File> stems(List<SongRow> rows) {
    if (!rows.stream().allMatch(row -> row.job().state() instanceof JobState.Finished)) {
      return List.of();
    }
    return rows.stream()
        .flatMap(row -> row.stems().stream())
        // the drag-and-drop of JavaFX knows no Path
        .map(path -> new File(path.toString()))
        .toList();
  }

  private void over(ListCell<SongRow> cell, DragEvent event) {
    if (event.getDragboard().hasContent(ROWS) && !cell.isEmpty()) {
      event.acceptTransferModes(TransferMode.COPY);
      boolean after = event.getY() > cell.getHeight() / 2;
      mark(cell, !after, after);
      event.consume();
    }
  }

  private void drop(ListCell<SongRow> cell, DragEvent event) {
    mark(cell, false, false);
    if (!(event.getDragboard().getContent(ROWS) instanceof String ids) || cell.isEmpty()) {
      return;
    }
    boolean after = event.getY() > cell.getHeight() / 2;
    mover.move(
        List.of(ids.split(",")).stream().map(JobId::new).toList(),
        cell.getIndex() + (after ? 1 : 0));
    event.setDropCompleted(true);
    event.consume();
  }

  private static void mark(ListCell<SongRow> cell, boolean before, boolean after) {
    cell.pseudoClassStateChanged(BEFORE, before);
    cell.pseudoClassStateChanged(AFTER, after);
  }
}
