package app.headroom.ui.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.Objects;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/** Every view that is loaded by itself. */
public enum Fxml {
  MAIN("main/main.fxml"),
  SETUP("main/setup.fxml"),
  BUSY("main/busy.fxml"),
  SETTINGS("settings/settings.fxml");

  private final String path;

  Fxml(String path) {
    this.path = path;
  }

  /** From the root: what lies in a jar is not found by a path that goes up. */
  public URL url() {
    return Objects.requireNonNull(Fxml.class.getResource("/app/headroom/ui/" + path), path);
  }

  /**
   * Loads the view, with these controllers for it and for the views that it includes.
   *
   * @param controllers by their class
   */
  public Parent load(Messages messages, Map<Class<?>, Object> controllers) {
    FXMLLoader loader = new FXMLLoader(url(), messages.bundle());
    loader.setControllerFactory(
        type -> Objects.requireNonNull(controllers.get(type), type.getName()));
    try {
      return loader.load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
