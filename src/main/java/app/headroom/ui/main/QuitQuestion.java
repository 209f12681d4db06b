package app.headroom.ui.main;

import app.headroom.ui.common.Messages;
import app.headroom.ui.common.Themes;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Window;

/** Says what becomes of running songs when the window closes, and lets the user think again. */
final class QuitQuestion {

  private QuitQuestion() {}

  /** Returns at once; {@code quit} is called on the FX thread if the user wants to. */
  static void ask(Window owner, Messages messages, Themes themes, Runnable quit) {
    ButtonType leave = new ButtonType(messages.text("quit.quit"), ButtonBar.ButtonData.OK_DONE);
    ButtonType stay = new ButtonType(messages.text("quit.stay"), ButtonBar.ButtonData.CANCEL_CLOSE);
    Alert alert = new Alert(Alert.AlertType.CONFIRMATION, messages.text("quit.text"), leave, stay);
    alert.initOwner(owner);
    alert.setTitle(messages.text("program.name"));
    alert.setHeaderText(messages.text("quit.title"));
    alert.setGraphic(null);
    Scene scene = alert.getDialogPane().getScene();
    themes.adopt(scene);
    alert.setOnHidden(_ -> themes.release(scene));
    alert
        .resultProperty()
        .addListener(
            (result, before, now) -> {
              if (now == leave) {
                quit.run();
              }
            });
    alert.show();
  }
}
