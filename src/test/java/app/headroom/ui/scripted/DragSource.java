package app.headroom.ui.scripted;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

/**
 * A small window at the upper left corner of the screen, from which the files that are its
 * arguments can be dragged; and, if there are none, one that prints the files that are dropped on
 * it.
 */
public final class DragSource {

  public static final int WIDTH = 140;
  public static final int HEIGHT = 60;

  private DragSource() {}

  public static void main(String[] args) {
    List<File> files = Arrays.stream(args).map(File::new).toList();
    Platform.startup(() -> show(new Stage(), files));
  }

  private static void show(Stage stage, List<File> files) {
    StackPane pane = new StackPane(new Label(files.isEmpty() ? "drop here" : "drag me"));
    if (files.isEmpty()) {
      take(pane);
    } else {
      give(pane, files);
    }
    stage.initStyle(StageStyle.UNDECORATED);
    stage.setScene(new Scene(pane, WIDTH, HEIGHT));
    stage.setX(0);
    stage.setY(0);
    stage.setAlwaysOnTop(true);
    stage.show();
    System.out.println("ready");
  }

  private static void give(StackPane pane, List<File> files) {
    pane.setOnDragDetected(
        event -> {
          Dragboard board = pane.startDragAndDrop(TransferMode.COPY);
          ClipboardContent content = new ClipboardContent();
          content.putFiles(files);
          board.setContent(content);
          event.consume();
        });
    pane.setOnDragDone(event -> System.out.println("done " + event.getTransferMode()));
  }

  private static void take(StackPane pane) {
    pane.setOnDragOver(event -> event.acceptTransferModes(TransferMode.COPY));
    pane.setOnDragDropped(
        event -> {
          System.out.println("dropped " + Arrays.asList(event.getDragboard().getFiles().toArray()));
          event.setDropCompleted(true);
        });
  }
}
