package app.headroom.ui.queue;

import app.headroom.ui.common.CutWords;
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

/**
 * A calm message above the list: what happened, some lines about it, a way to the others that stand
 * behind it, and a way to close it. Where there is little room its lines are one, with the rest in
 * a tip.
 */
public final class Notice extends HBox {

  private final Label heading;
  private final Label detail;
  private final Button others = new Button();
  private final List<String> lines;

  /** What its colour says. */
  public enum Kind {
    PLAIN,
    GOOD,
    WARN,
    BAD
  }

  Notice(Kind kind, String title, List<String> lines) {
    this.lines = lines;
    getStyleClass().add("notice");
    pseudoClassStateChanged(PseudoClass.getPseudoClass(kind.name().toLowerCase(Locale.ROOT)), true);
    heading = new Label(title);
    heading.getStyleClass().add("medium");
    detail = new Label();
    detail.getStyleClass().add("secondary");
    detail.setVisible(!lines.isEmpty());
    detail.setManaged(detail.isVisible());
    CutWords.tell(heading, detail);
    VBox words = new VBox(3, heading, detail);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    others.getStyleClass().add("link");
    others.setMinWidth(USE_PREF_SIZE);
    others.managedProperty().bind(others.visibleProperty());
    others.setVisible(false);
    getChildren()
        .addAll(
            (kind == Kind.GOOD ? Icon.CHECK : kind == Kind.PLAIN ? Icon.NOTE : Icon.WARNING).node(),
            words,
            others);
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(title + ". " + String.join(". ", lines));
    setMinHeight(USE_PREF_SIZE);
    compact(false);
  }

  /** With a button that closes it. */
  Notice closing(String name, Runnable close) {
    Button closing = new Button();
    closing.getStyleClass().add("icon-button");
    closing.setGraphic(Icon.CLOSE.node());
    closing.setAccessibleText(name);
    closing.setOnAction(_ -> close.run());
    getChildren().add(closing);
    return this;
  }

  /**
   * @param words how many stand behind it; empty for none
   * @param next brings the next of them
   */
  void others(String words, Runnable next) {
    others.setText(words);
    others.setVisible(!words.isEmpty());
    others.setOnAction(_ -> next.run());
  }

  void compact(boolean compact) {
    heading.setWrapText(!compact);
    detail.setWrapText(!compact);
    detail.setText(String.join(compact ? " · " : "\n", lines));
  }
}
