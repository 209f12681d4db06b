package app.headroom.ui.settings;

import app.headroom.ui.common.Messages;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Shows one page of the settings at a time. */
public final class SettingsController {

  private final Messages messages;
  private List<Page> all = List.of();

  @FXML private ListView<Page> pages;
  @FXML private ScrollPane scroll;
  @FXML private Button done;

  SettingsController(Messages messages) {
    this.messages = messages;
  }

  /** Called before the view is loaded. */
  void show(List<Page> shown) {
    all = shown;
  }

  /** Makes the page that is shown anew. */
  void renew() {
    Page page = pages.getSelectionModel().getSelectedItem();
    if (page != null) {
      double at = scroll.getVvalue();
      Label title = new Label(messages.text(page.key()));
      title.getStyleClass().add("page-title");
      VBox box = new VBox(title);
      box.getStyleClass().add("page");
      box.getChildren().addAll(page.lines());
      scroll.setContent(box);
      scroll.setVvalue(at);
    }
  }

  /** To the page that another one shows, and the place on it. */
  void turnTo(SettingsController other) {
    pages.getSelectionModel().clearAndSelect(other.pages.getSelectionModel().getSelectedIndex());
    scroll.setVvalue(other.scroll.getVvalue());
  }

  @FXML
  private void initialize() {
    pages.getItems().setAll(all);
    pages.setAccessibleText(messages.text("settings.title"));
    pages.setCellFactory(
        _ ->
            new ListCell<>() {
              @Override
              protected void updateItem(@Nullable Page page, boolean empty) {
                super.updateItem(page, empty);
                setText(empty || page == null ? null : messages.text(page.key()));
              }
            });
    pages
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (selected, before, now) -> {
              if (now != null) {
                renew();
                scroll.setVvalue(0);
              }
            });
    pages.getSelectionModel().selectFirst();
  }

  @FXML
  private void close() {
    done.getScene().getWindow().hide();
  }
}
