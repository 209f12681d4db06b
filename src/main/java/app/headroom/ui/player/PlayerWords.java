package app.headroom.ui.player;

import app.headroom.player.Channel;
import app.headroom.player.Mix;
import app.headroom.player.Practice;
import app.headroom.ui.common.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The player in words. */
final class PlayerWords {

  private static final double RATE_HZ = 44_100;
  private static final String MINUS = "−";

  private final Messages messages;

  PlayerWords(Messages messages) {
    this.messages = messages;
  }

  /** {@code Drums}; {@code Everything but vocals}. */
  String stem(String id) {
    if (id.equals("residual")) {
      return messages.text("player.residual");
    }
    if (id.startsWith("no_")) {
      return id.equals("no_vocals")
          ? messages.text("player.instrumental")
          : messages.text("player.without", messages.text("stem." + id.substring(3)));
    }
    return messages.has("stem." + id) ? messages.text("stem." + id) : plain(id);
  }

  private static String plain(String id) {
    return id.isEmpty() ? id : id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
  }

  String time(long frames) {
    return messages.figures().time(Math.floor(frames / RATE_HZ));
  }

  String place(long position, long frames) {
    return time(position) + " / " + time(frames);
  }

  /** {@code −3.2 dB}. */
  String level(double db) {
    return db <= Channel.LOWEST_DB
        ? MINUS + "∞ dB"
        : signed(String.format(Locale.ROOT, "%.1f", Math.abs(db)), db) + " dB";
  }

  String pan(double pan) {
    long percent = Math.round(Math.abs(pan) * 100);
    return percent == 0
        ? messages.text("player.pan.middle")
        : messages.text(pan < 0 ? "player.pan.left" : "player.pan.right", percent);
  }

  String tempo(Practice practice) {
    return Math.round(practice.tempo() * 100) + " %";
  }

  String pitch(int semitones) {
    return signed(Integer.toString(Math.abs(semitones)), semitones);
  }

  private static String signed(String amount, double value) {
    return value == 0 ? amount : (value < 0 ? MINUS : "+") + amount;
  }

  /** What is heard, for a file's name and title: {@code minus Vocals}, {@code Drums + Bass}. */
  String mix(List<String> stems, Mix mix) {
    List<String> heard = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (int i = 0; i < stems.size(); i++) {
      boolean sounds = mix.heard(i) && mix.channels().get(i).levelDb() > Channel.LOWEST_DB;
      (sounds ? heard : silent).add(stem(stems.get(i)));
    }
    if (silent.isEmpty() || heard.isEmpty()) {
      return messages.text("player.mix.all");
    }
    return silent.size() == 1 && heard.size() > 1
        ? messages.text("player.mix.minus", silent.getFirst())
        : String.join(" + ", heard);
  }
}
