package app.headroom.ui.main;

import java.nio.file.Path;
import java.util.List;
import javafx.stage.Stage;

/** What stands before the user and takes songs. Safe from any thread. */
public interface Front {

  /** Takes songs and folders as if they were dropped. */
  void add(List<Path> paths);

  /** Comes to the front, for a second start of the program. */
  void raise();

  /** How a window of either kind does it, on the FX thread. */
  static void raise(Stage stage) {
    stage.setIconified(false);
    stage.toFront();
    stage.requestFocus();
  }
}
