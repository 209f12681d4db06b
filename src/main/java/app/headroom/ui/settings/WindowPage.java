package app.headroom.ui.settings;

import app.headroom.settings.WindowSettings;
import java.util.List;
import javafx.scene.Node;

/** How the window looks and speaks. */
record WindowPage(FieldMaker fields) implements Page {

  @Override
  public String key() {
    return "settings.window";
  }

  @Override
  public List<Node> lines() {
    return List.of(
        fields.choice("settings.window.theme", WindowSettings.THEME, "settings.window.theme."),
        fields.choice(
            "settings.window.language", WindowSettings.LANGUAGE, "settings.window.language."),
        fields.toggle("settings.window.motion", WindowSettings.REDUCE_MOTION));
  }
}
