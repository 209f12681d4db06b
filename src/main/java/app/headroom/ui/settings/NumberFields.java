package app.headroom.ui.settings;

import app.headroom.settings.Setting;
import java.time.Duration;
import javafx.scene.Node;

/** Lines of numbers: in which unit the window shows them, and in which the settings file. */
record NumberFields(FieldMaker fields) {

  Node size(String key, Setting<Long> setting) {
    return fields.number(
        key,
        setting,
        "settings.unit.mb",
        bytes -> bytes / 1e6,
        number -> whole(number * 1000) + " kB");
  }

  Node kilobytes(String key, Setting<Long> setting) {
    return fields.number(
        key,
        setting,
        "settings.unit.kb",
        bytes -> bytes / 1024.0,
        number -> whole(number * 1024) + " B");
  }

  Node seconds(String key, Setting<Duration> setting) {
    return fields.number(
        key,
        setting,
        "settings.unit.seconds",
        duration -> duration.toMillis() / 1000.0,
        number -> whole(number * 1000) + " ms");
  }

  Node milliseconds(String key, Setting<Duration> setting) {
    return fields.number(
        key,
        setting,
        "settings.unit.ms",
        duration -> (double) duration.toMillis(),
        number -> whole(number) + " ms");
  }

  Node count(String key, Setting<Integer> setting, String unitKey) {
    return fields.number(key, setting, unitKey, count -> (double) count, NumberFields::whole);
  }

  Node percent(String key, Setting<Double> setting) {
    return fields.number(
        key, setting, "settings.unit.percent", share -> share, number -> String.valueOf(number));
  }

  static String whole(double number) {
    return String.valueOf(Math.round(number));
  }
}
