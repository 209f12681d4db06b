package app.headroom.ui.settings;

import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.ui.common.Messages;
import java.util.List;
import javafx.scene.Node;

/** What hardly anybody ever changes. */
record FinePage(Messages messages, FieldMaker fields, NumberFields numbers) implements Page {

  @Override
  public String key() {
    return "settings.fine";
  }

  @Override
  public List<Node> lines() {
    return List.of(
        numbers.percent("settings.fine.leave-points", MemorySettings.LEAVE_POINTS),
        numbers.count(
            "settings.fine.leave-samples", MemorySettings.LEAVE_SAMPLES, "settings.unit.times"),
        fields.text("settings.fine.ladder", MemorySettings.LADDER, this::ladder),
        numbers.seconds("settings.fine.programs", MemorySettings.PROGRAMS_EVERY),
        numbers.count(
            "settings.fine.report", MemorySettings.REPORT_SEGMENTS, "settings.unit.segments"),
        numbers.percent("settings.fine.forget", MemorySettings.FORGET),
        numbers.percent("settings.fine.time-weight", MemorySettings.TIME_WEIGHT),
        numbers.percent("settings.fine.slower-weight", MemorySettings.SLOWER_WEIGHT),
        numbers.kilobytes("settings.fine.read-min", MemorySettings.READ_BUFFER_MIN),
        numbers.kilobytes("settings.fine.read-max", MemorySettings.READ_BUFFER_MAX),
        numbers.size("settings.fine.log-size", Setting.LOG_FILE_SIZE),
        numbers.count("settings.fine.log-files", Setting.LOG_FILES, "settings.unit.files"));
  }

  private String ladder(Settings settings) {
    var rungs = MemorySettings.policy(settings).segments().ladder().rungs();
    return messages.text("settings.fine.ladder.told", rungs.size());
  }
}
