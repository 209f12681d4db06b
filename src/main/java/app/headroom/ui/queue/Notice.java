package app.headroom.ui.queue;

import app.headroom.ui.common.Icon;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A calm message above the list: what happened, some lines about it, and a way to close it. */
public final class Notice extends HBox {

  /** What its colour says. */
  public enum Kind {
    PLAIN,
    GOOD,
    WARN,
    BAD
  }

  public Notice(Kind kind, String title, List<String> lines, String closeText, Runnable close) {
    getStyleClass().add("notice");
    pseudoClassStateChanged(PseudoClass.getPseudoClass(kind.name().toLowerCase(Locale.ROOT)), true);
    Label heading = new Label(title);
    heading.getStyleClass().add("medium");
    heading.setWrapText(true);
    VBox words = new VBox(3, heading);
    words.setAlignment(Pos.CENTER_LEFT);
    for (String line : lines) {
      Label label = new Label(line);
      label.getStyleClass().add("secondary");
      label.setWrapText(true);
      words.getChildren().add(label);
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    Button closing = new Button();
    closing.getStyleClass().add("icon-button");
    closing.setGraphic(Icon.CLOSE.node());
    closing.setAccessibleText(closeText);
    closing.setOnAction(_ -> close.run());
    getChildren()
        .addAll(
            (kind == Kind.GOOD ? Icon.CHECK : kind == Kind.PLAIN ? Icon.NOTE : Icon.WARNING).node(),
            words,
            closing);
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(title + ". " + String.join(". ", lines));
    setMinHeight(USE_PREF_SIZE);
  }
}
