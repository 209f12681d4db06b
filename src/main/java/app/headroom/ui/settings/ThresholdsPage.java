package app.headroom.ui.settings;

import app.headroom.settings.MemorySettings;
import java.util.List;
import javafx.scene.Node;

/** Where the tiers begin, and when songs resume. */
record ThresholdsPage(NumberFields numbers) implements Page {

  @Override
  public String key() {
    return "settings.thresholds";
  }

  @Override
  public List<Node> lines() {
    return List.of(
        numbers.percent("settings.thresholds.high", MemorySettings.HIGH_USED),
        numbers.percent("settings.thresholds.critical", MemorySettings.CRITICAL_USED),
        numbers.percent("settings.thresholds.high-stall", MemorySettings.HIGH_STALL),
        numbers.percent("settings.thresholds.critical-stall", MemorySettings.CRITICAL_STALL),
        numbers.percent("settings.thresholds.pressure", MemorySettings.PRESSURE),
        numbers.percent("settings.thresholds.recovery", MemorySettings.RECOVERY),
        numbers.count(
            "settings.thresholds.calm", MemorySettings.RECOVERY_SEGMENTS, "settings.unit.segments"),
        numbers.seconds("settings.thresholds.wait", MemorySettings.CRITICAL_WAIT),
        numbers.seconds("settings.thresholds.unpark", MemorySettings.UNPARK_AFTER),
        numbers.milliseconds("settings.thresholds.interval", MemorySettings.INTERVAL));
  }
}
