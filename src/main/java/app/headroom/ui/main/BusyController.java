package app.headroom.ui.main;

import app.headroom.ui.common.Icon;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

/** Says that another process works on the queue, and takes songs for it. */
public final class BusyController {

  private final String words;
  private final Consumer<List<Path>> intake;
  private final Runnable chooser;
  private final Runnable closing;

  @FXML private StackPane root;
  @FXML private StackPane sign;
  @FXML private StackPane dropVeil;
  @FXML private Label detail;
  @FXML private Label told;

  BusyController(String words, Consumer<List<Path>> intake, Runnable chooser, Runnable closing) {
    this.words = words;
    this.intake = intake;
    this.chooser = chooser;
    this.closing = closing;
  }

  @FXML
  private void initialize() {
    sign.getChildren().add(Icon.NOTE.node());
    detail.setText(words);
    told.managedProperty().bind(told.textProperty().isNotEmpty());
    new SongDrop(root, dropVeil, intake).install();
  }

  @FXML
  private void choose() {
    chooser.run();
  }

  @FXML
  private void close() {
    closing.run();
  }

  void tell(String newWords) {
    told.setText(newWords);
  }
}
