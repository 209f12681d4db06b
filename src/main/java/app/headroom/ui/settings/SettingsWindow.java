package app.headroom.ui.settings;

import app.headroom.settings.Settings;
import app.headroom.ui.common.Fxml;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.ProgramIcon;
import app.headroom.ui.common.Themes;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Modality;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The settings, in a window over the main one. What is changed holds at once. {@link #speak} comes
 * before {@link #show}, and again for another language. Belongs to the FX thread.
 */
public final class SettingsWindow {

  private final Stage stage = new Stage();
  private final SettingsDesk desk;
  private final Themes themes;
  private final Function<Settings, String> names;
  private final Scene scene = new Scene(new Region(), 880, 640);
  private @Nullable SettingsController controller;

  /**
   * @param names see {@code WindowParts}
   */
  public SettingsWindow(
      Stage owner, SettingsDesk desk, Themes themes, Function<Settings, String> names) {
    this.desk = desk;
    this.themes = themes;
    this.names = names;
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    scene.addEventHandler(KeyEvent.KEY_PRESSED, this::closing);
    stage.initOwner(owner);
    stage.initModality(Modality.WINDOW_MODAL);
    ProgramIcon.put(stage);
    stage.setMinWidth(700);
    stage.setMinHeight(420);
    stage.setScene(scene);
  }

  /**
   * The page that is shown stays.
   *
   * @param models that can be chosen
   */
  public void speak(Messages messages, List<ModelChoice> models) {
    SettingsController next = new SettingsController(messages);
    FieldMaker fields = new FieldMaker(messages, desk, next::renew);
    NumberFields numbers = new NumberFields(fields);
    next.show(
        List.of(
            new OutputPage(messages, desk, fields, names, stage),
            new SeparationPage(messages, desk, fields, numbers, models),
            new MemoryPage(messages, fields, numbers),
            new ThresholdsPage(numbers),
            new FinePage(messages, fields, numbers),
            new WindowPage(fields)));
    Parent root = Fxml.SETTINGS.load(messages, Map.of(SettingsController.class, next));
    if (controller != null) {
      next.turnTo(controller);
    }
    controller = next;
    scene.setRoot(root);
    stage.setTitle(messages.text("settings.title"));
  }

  /** Before the controls, of which many keep Escape to themselves. */
  private void pressed(KeyEvent event) {
    Node focused = scene.getFocusOwner();
    boolean choosing = focused instanceof ComboBoxBase<?> box && box.isShowing();
    if (!choosing && !(focused instanceof TextInputControl)) {
      closing(event);
    }
  }

  /** After the field with the focus, which first takes back what was typed. */
  private void closing(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !event.isConsumed()) {
      event.consume();
      stage.hide();
    }
  }

  public void show(Runnable hidden) {
    themes.adopt(scene);
    stage.setOnHidden(
        _ -> {
          themes.release(scene);
          hidden.run();
        });
    stage.show();
  }
}
