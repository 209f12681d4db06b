package app.headroom.ui.player;

import app.headroom.player.Channel;
import app.headroom.ui.common.Messages;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** A stem's name, solo, mute, level and pan. Belongs to the FX thread. */
final class ChannelStrip extends HBox {

  /** Where the level's slider has 0 dB: the last fifth lifts, as on a mixing desk. */
  private static final double SNAP = 0.012;

  private final Messages messages;
  private final PlayerWords words;
  private final String name;
  private final Consumer<UnaryOperator<Channel>> change;
  private final ToggleButton solo;
  private final ToggleButton mute;
  private final Slider level = new Slider(0, 1, position(0));
  private final Slider pan = new Slider(-1, 1, 0);
  private final Tooltip levelHint = new Tooltip();
  private final Tooltip panHint = new Tooltip();
  private boolean showing;

  ChannelStrip(
      Messages messages, PlayerWords words, String stem, Consumer<UnaryOperator<Channel>> change) {
    this.messages = messages;
    this.words = words;
    this.name = words.stem(stem);
    this.change = change;
    getStyleClass().add("strip");
    Region dot = new Region();
    dot.getStyleClass().add("stem-dot");
    Label title = new Label(name, dot);
    title.getStyleClass().addAll("stem-name");
    title.setTooltip(new Tooltip(name));
    solo = toggle("player.solo", messages.text("player.solo.sign"), "solo");
    mute = toggle("player.mute", messages.text("player.mute.sign"), "mute");
    solo.setOnAction(_ -> change.accept(channel -> channel.withSolo(solo.isSelected())));
    mute.setOnAction(_ -> change.accept(channel -> channel.withMute(mute.isSelected())));
    level.getStyleClass().add("level");
    level.setBlockIncrement(0.02);
    level.setTooltip(levelHint);
    level.valueProperty().addListener((value, before, now) -> levelMoved(now.doubleValue()));
    level.addEventFilter(
        MouseEvent.MOUSE_PRESSED, event -> resetOnDoubleClick(event, level, position(0)));
    pan.getStyleClass().add("pan");
    pan.setBlockIncrement(0.1);
    pan.setTooltip(panHint);
    pan.valueProperty().addListener((value, before, now) -> panMoved(now.doubleValue()));
    pan.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> resetOnDoubleClick(event, pan, 0));
    for (Slider slider : new Slider[] {level, pan}) {
      slider.widthProperty().addListener(_ -> fill());
      slider.skinProperty().addListener(_ -> fill());
    }
    getChildren().addAll(title, solo, mute, level, pan);
    show(Channel.NEUTRAL);
  }

  private ToggleButton toggle(String key, String sign, String styleClass) {
    ToggleButton button = new ToggleButton(sign);
    button.getStyleClass().addAll("strip-toggle", styleClass);
    button.setTooltip(new Tooltip(messages.text(key, name)));
    button.setAccessibleText(messages.text(key, name));
    return button;
  }

  private static void resetOnDoubleClick(MouseEvent event, Slider slider, double to) {
    if (event.getClickCount() == 2) {
      slider.setValue(to);
      event.consume();
    }
  }

  void show(Channel channel) {
    showing = true;
    solo.setSelected(channel.solo());
    mute.setSelected(channel.mute());
    if (!level.isValueChanging()) {
      level.setValue(position(channel.levelDb()));
    }
    if (!pan.isValueChanging()) {
      pan.setValue(channel.pan());
    }
    showing = false;
    levelHint.setText(words.level(channel.levelDb()));
    panHint.setText(words.pan(channel.pan()));
    level.setAccessibleText(
        messages.text("player.level.spoken", name, words.level(channel.levelDb())));
    pan.setAccessibleText(messages.text("player.pan.spoken", name, words.pan(channel.pan())));
    fill();
  }

  private void levelMoved(double value) {
    if (!showing) {
      boolean neutral = Math.abs(value - position(0)) < SNAP;
      change.accept(channel -> channel.withLevel(neutral ? 0 : decibels(value)));
    }
  }

  private void panMoved(double value) {
    if (!showing) {
      change.accept(channel -> channel.withPan(Math.abs(value) < 0.04 ? 0 : value));
    }
  }

  /** The level at a place of the slider, by a cubic law: fine where it is loud. */
  static double decibels(double position) {
    double highest = Math.pow(10, Channel.HIGHEST_DB / 20);
    return position <= 0.1
        ? Channel.LOWEST_DB
        : 20 * Math.log10(highest * position * position * position);
  }

  static double position(double decibels) {
    return decibels <= Channel.LOWEST_DB
        ? 0
        : Math.cbrt(Math.pow(10, (decibels - Channel.HIGHEST_DB) / 20));
  }

  private void fill() {
    paint(level, 0, level.getValue());
    double at = (pan.getValue() + 1) / 2;
    paint(pan, Math.min(0.5, at), Math.max(0.5, at));
  }

  /** The part of the track between two shares in the stem's colour. */
  private static void paint(Slider slider, double from, double to) {
    var track = slider.lookup(".track");
    if (track != null) {
      track.setStyle(
          String.format(
              Locale.ROOT,
              "-fx-background-color: linear-gradient(to right, -hr-raised %1$.1f%%, -stem %1$.1f%%,"
                  + " -stem %2$.1f%%, -hr-raised %2$.1f%%);",
              100 * from,
              100 * to));
    }
  }
}
