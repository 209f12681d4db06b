package app.headroom.ui.player;

import app.headroom.job.Stem;
import app.headroom.player.Mix;
import app.headroom.ui.common.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A strip and a waveform for each stem, which take the keyboard's orders for it. */
final class StemRows extends HBox {

  private static final double RATE_HZ = 44_100;
  private static final double PAN_STEP = 0.1;

  private final Messages messages;
  private final PlayerWords words;
  private final Deck deck;
  private final VBox strips = new VBox();
  private final WavesPane waves = new WavesPane();
  private final List<ChannelStrip> channels = new ArrayList<>();
  private List<String> stems = List.of();
  private long frames;
  private String place = "";

  StemRows(Messages messages, PlayerWords words, Deck deck) {
    this.messages = messages;
    this.words = words;
    this.deck = deck;
    getStyleClass().add("player-body");
    strips.getStyleClass().add("strips");
    strips.setMinWidth(USE_PREF_SIZE);
    HBox.setHgrow(waves, Priority.ALWAYS);
    getChildren().setAll(strips, waves);
    waves.listen(
        share -> deck.seek(Math.round(share * frames)),
        (from, to) -> deck.loop(Math.round(from * frames), Math.round(to * frames)));
  }

  WavesPane waves() {
    return waves;
  }

  int count() {
    return stems.size();
  }

  /** Whether there are other rows now. */
  boolean show(List<String> songStems, long songFrames) {
    frames = songFrames;
    if (songStems.equals(stems)) {
      return false;
    }
    stems = songStems;
    channels.clear();
    strips.getChildren().clear();
    List<WaveRow> rows = new ArrayList<>();
    List<WaveformView> views = new ArrayList<>();
    for (int i = 0; i < stems.size(); i++) {
      int stem = i;
      String colour = "stem-" + colour(stems.get(i));
      ChannelStrip strip =
          new ChannelStrip(messages, words, stems.get(i), change -> deck.change(stem, change));
      strip.getStyleClass().add(colour);
      channels.add(strip);
      strips.getChildren().add(strip);
      WaveformView view = new WaveformView(i);
      WaveRow row = new WaveRow(view, new SongPlace());
      row.getStyleClass().add(colour);
      row.addEventHandler(KeyEvent.KEY_PRESSED, event -> pressedOn(stem, event));
      views.add(view);
      rows.add(row);
    }
    waves.setRows(rows, views);
    return true;
  }

  private static String colour(String stem) {
    return Arrays.stream(Stem.values()).anyMatch(known -> known.id().equals(stem)) ? stem : "rest";
  }

  void setRowHeight(double row) {
    waves.setRowHeight(row);
    for (ChannelStrip strip : channels) {
      strip.setMinHeight(row);
      strip.setPrefHeight(row);
      strip.setMaxHeight(row);
    }
  }

  void show(Mix mix) {
    for (int i = 0; i < Math.min(channels.size(), mix.channels().size()); i++) {
      channels.get(i).show(mix.channels().get(i));
      waves.views().get(i).silent(!mix.heard(i));
    }
    describe();
  }

  /** The song's place in words, for those who hear the window. */
  void describe(String nowAt) {
    place = nowAt;
    describe();
  }

  private void describe() {
    for (int i = 0; i < waves.views().size(); i++) {
      Node row = waves.views().get(i).getParent();
      Mix mix = deck.mix().get();
      if (row != null && i < stems.size() && i < mix.channels().size()) {
        row.setAccessibleText(
            messages.text(
                mix.heard(i) ? "player.wave.spoken" : "player.wave.spoken.silent",
                words.stem(stems.get(i)),
                place));
        row.setAccessibleHelp(messages.text("player.wave.hint"));
      }
    }
  }

  private void pressedOn(int stem, KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    switch (event.getCode()) {
      case S -> deck.change(stem, channel -> channel.withSolo(!channel.solo()));
      case M -> deck.change(stem, channel -> channel.withMute(!channel.mute()));
      case PLUS, ADD, EQUALS ->
          deck.change(stem, channel -> channel.withLevel(channel.levelDb() + 1));
      case MINUS, SUBTRACT ->
          deck.change(stem, channel -> channel.withLevel(channel.levelDb() - 1));
      case COMMA -> deck.change(stem, channel -> channel.withPan(channel.pan() - PAN_STEP));
      case PERIOD -> deck.change(stem, channel -> channel.withPan(channel.pan() + PAN_STEP));
      case UP -> focus(stem - 1);
      case DOWN -> focus(stem + 1);
      default -> {
        return;
      }
    }
    event.consume();
  }

  void focus(int stem) {
    if (stem >= 0 && stem < waves.views().size()) {
      waves.views().get(stem).getParent().requestFocus();
    }
  }

  private final class SongPlace implements WaveRow.Place {
    @Override
    public double seconds() {
      return deck.position().get() / RATE_HZ;
    }

    @Override
    public double totalSeconds() {
      return frames / RATE_HZ;
    }

    @Override
    public void nudge(double seconds) {
      deck.nudge(seconds);
    }

    @Override
    public void seek(double seconds) {
      deck.seek(Math.round(seconds * RATE_HZ));
    }
  }
}
