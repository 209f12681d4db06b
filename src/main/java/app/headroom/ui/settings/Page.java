package app.headroom.ui.settings;

import java.util.List;
import javafx.scene.Node;

/** One page of the settings. */
interface Page {

  /** Of its title. */
  String key();

  /** What stands on it, one line for each setting, made anew each time. */
  List<Node> lines();
}
