package app.headroom.ui.main;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;

/**
 * Makes a node a place to drop and paste files on. Nothing of them is looked at here; a veil shows
 * while files are dragged over it.
 */
final class SongDrop {

  private static final KeyCombination PASTE =
      new KeyCodeCombination(KeyCode.V, KeyCombination.SHORTCUT_DOWN);

  private final Node target;
  private final Node veil;
  private final Consumer<List<Path>> intake;

  SongDrop(Node target, Node veil, Consumer<List<Path>> intake) {
    this.target = target;
    this.veil = veil;
    this.intake = intake;
  }

  void install() {
    target.setOnDragOver(this::over);
    target.setOnDragExited(_ -> veil.setVisible(false));
    target.setOnDragDropped(this::dropped);
    target.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
  }

  private void over(DragEvent event) {
    // what was dragged out of the list is no song to be added
    if (event.getDragboard().hasFiles() && event.getGestureSource() == null) {
      event.acceptTransferModes(TransferMode.COPY);
      veil.setVisible(true);
      event.consume();
    }
  }

  private void dropped(DragEvent event) {
    veil.setVisible(false);
    if (event.getDragboard().hasFiles() && event.getGestureSource() == null) {
      intake.accept(paths(event.getDragboard().getFiles()));
      event.setDropCompleted(true);
      event.consume();
    }
  }

  private void pressed(KeyEvent event) {
    if (PASTE.match(event) && Clipboard.getSystemClipboard().hasFiles()) {
      intake.accept(paths(Clipboard.getSystemClipboard().getFiles()));
      event.consume();
    }
  }

  private static List<Path> paths(List<File> files) {
    return files.stream().map(File::toPath).toList();
  }
}
