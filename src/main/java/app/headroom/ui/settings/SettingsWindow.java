package app.headroom.ui.settings;

import app.headroom.settings.Settings;
import app.headroom.ui.common.Fxml;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.ProgramIcon;
import app.headroom.ui.common.Themes;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Modality;
import javafx.stage.Stage;

/** The settings, in a window over the main one. What is changed holds at once. */
public final class SettingsWindow {

  private final Stage stage = new Stage();
  private final Themes themes;
  private final Scene scene;

  /**
   * @param models that can be chosen
   * @param names see {@code WindowParts}
   */
  public SettingsWindow(
      Stage owner,
      Messages messages,
      SettingsDesk desk,
      Themes themes,
      List<ModelChoice> models,
      Function<Settings, String> names) {
    this.themes = themes;
    SettingsController controller = new SettingsController(messages);
    controller.show(new SettingsPages(messages, desk, models, names, stage, controller::renew));
    Parent root = Fxml.SETTINGS.load(messages, Map.of(SettingsController.class, controller));
    scene = new Scene(root);
    stage.initOwner(owner);
    stage.initModality(Modality.WINDOW_MODAL);
    stage.setTitle(messages.text("settings.title"));
    ProgramIcon.put(stage);
    stage.setMinWidth(640);
    stage.setMinHeight(420);
    stage.setScene(scene);
  }

  public void show() {
    themes.adopt(scene);
    stage.setOnHidden(_ -> themes.release(scene));
    stage.show();
  }
}
