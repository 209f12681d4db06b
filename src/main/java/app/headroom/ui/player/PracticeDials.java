package app.headroom.ui.player;

import app.headroom.player.Practice;
import app.headroom.ui.common.Messages;
import java.util.function.IntConsumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;

/** Tempo and pitch: chosen in a menu, finer by wheel and by plus, minus and zero. */
final class PracticeDials {

  private static final int[] TEMPOS = {50, 60, 70, 75, 80, 85, 90, 95, 100, 105, 110, 125, 150};

  private final Messages messages;
  private final PlayerWords words;
  private final Deck deck;
  private final MenuButton tempo;
  private final MenuButton pitch;

  PracticeDials(
      Messages messages, PlayerWords words, Deck deck, MenuButton tempo, MenuButton pitch) {
    this.messages = messages;
    this.words = words;
    this.deck = deck;
    this.tempo = tempo;
    this.pitch = pitch;
    fillTempo();
    fillPitch();
  }

  private void fillTempo() {
    for (int percent : TEMPOS) {
      Practice offered = new Practice(percent / 100.0, 0);
      MenuItem item = new MenuItem(words.tempo(offered));
      item.setOnAction(_ -> tempo(offered.tempo()));
      tempo.getItems().add(item);
    }
    fine(tempo, steps -> tempo(Math.round(100 * now().tempo() + steps) / 100.0), () -> tempo(1));
    tempo.setTooltip(new Tooltip(messages.text("player.tempo.hint")));
  }

  private void fillPitch() {
    for (int semitones = Practice.MOST_SEMITONES;
        semitones >= -Practice.MOST_SEMITONES;
        semitones--) {
      int offered = semitones;
      MenuItem item = new MenuItem(words.pitch(offered));
      item.setOnAction(_ -> pitch(offered));
      pitch.getItems().add(item);
    }
    fine(pitch, steps -> pitch(now().semitones() + steps), () -> pitch(0));
    pitch.setTooltip(new Tooltip(messages.text("player.pitch.hint")));
  }

  private static void fine(MenuButton button, IntConsumer step, Runnable reset) {
    button.addEventHandler(
        ScrollEvent.SCROLL,
        event -> {
          if (event.getDeltaY() != 0) {
            step.accept(event.getDeltaY() > 0 ? 1 : -1);
          }
          event.consume();
        });
    button.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          switch (event.getCode()) {
            case PLUS, ADD, EQUALS -> step.accept(1);
            case MINUS, SUBTRACT -> step.accept(-1);
            case DIGIT0, NUMPAD0 -> reset.run();
            default -> {
              return;
            }
          }
          event.consume();
        });
  }

  void show(Practice practice) {
    tempo.setText(words.tempo(practice));
    pitch.setText(words.pitch(practice.semitones()));
    tempo.setAccessibleText(messages.text("player.tempo.spoken", words.tempo(practice)));
    pitch.setAccessibleText(
        messages.text("player.pitch.spoken", words.pitch(practice.semitones())));
  }

  private Practice now() {
    return deck.practice().get();
  }

  private void tempo(double to) {
    deck.practise(new Practice(to, now().semitones()));
  }

  private void pitch(int to) {
    deck.practise(new Practice(now().tempo(), to));
  }
}
