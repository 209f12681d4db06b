package app.headroom.ui.player;

import app.headroom.ui.common.Icon;
import app.headroom.ui.common.Messages;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** The line under the player's header: how an export goes, what came of it, and other news. */
final class NoticeBar {

  private static final PseudoClass TROUBLE = PseudoClass.getPseudoClass("trouble");

  /** A longer text is cut off in a narrow window. */
  private static final int LONG_TEXT = 90;

  private final Messages messages;
  private final PlayerModel model;
  private final Consumer<Path> reveal;
  private final HBox bar;
  private final Label text;
  private final Button action;
  private final Button close;

  /**
   * @param reveal shows a file where the system shows files
   */
  NoticeBar(
      Messages messages,
      PlayerModel model,
      Consumer<Path> reveal,
      HBox bar,
      Label text,
      Button action,
      Button close) {
    this.messages = messages;
    this.model = model;
    this.reveal = reveal;
    this.bar = bar;
    this.text = text;
    this.action = action;
    this.close = close;
    close.setGraphic(Icon.CLOSE.node());
    close.setAccessibleText(messages.text("notice.close"));
    close.setOnAction(_ -> model.dismiss());
  }

  void show() {
    NoticeLine line = NoticeLine.of(model.task().get(), model.deck().playback().get(), messages);
    bar.setVisible(line != null);
    if (line == null) {
      return;
    }
    text.setText(line.text());
    text.setTooltip(line.text().length() > LONG_TEXT ? new Tooltip(line.text()) : null);
    bar.pseudoClassStateChanged(TROUBLE, line.trouble());
    close.setVisible(line.closable());
    NoticeLine.Action offered = line.action();
    action.setVisible(offered != null);
    if (offered == null) {
      return;
    }
    switch (offered) {
      case NoticeLine.Action.TryAgain _ -> offer("player.try-again", model::toggle);
      case NoticeLine.Action.CancelExport _ ->
          offer("player.export.cancel", model.export()::cancel);
      case NoticeLine.Action.Show(Path file) ->
          offer("action.show-in-folder", () -> reveal.accept(file));
    }
  }

  private void offer(String key, Runnable does) {
    action.setText(messages.text(key));
    action.setOnAction(_ -> does.run());
  }
}
