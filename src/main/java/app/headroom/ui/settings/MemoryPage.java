package app.headroom.ui.settings;

import app.headroom.settings.MemorySettings;
import app.headroom.ui.common.Messages;
import java.util.List;
import javafx.scene.Node;

/** How much memory songs may take. */
record MemoryPage(Messages messages, FieldMaker fields, NumberFields numbers) implements Page {

  @Override
  public String key() {
    return "settings.memory";
  }

  @Override
  public List<Node> lines() {
    return List.of(
        numbers.size("settings.memory.budget", MemorySettings.BUDGET),
        numbers.size("settings.memory.kill", MemorySettings.KILL),
        numbers.size("settings.memory.command-budget", MemorySettings.COMMAND_BUDGET),
        numbers.size("settings.memory.warning", MemorySettings.WARNING),
        fields.choice(
            "settings.memory.jobs",
            MemorySettings.JOBS_AT_ONCE,
            List.of(1, 2, 3),
            number -> messages.figures().number(number)),
        numbers.size("settings.memory.reserve", MemorySettings.RESERVE),
        numbers.percent("settings.memory.reserve-share", MemorySettings.RESERVE_SHARE),
        numbers.percent("settings.memory.margin", MemorySettings.ESTIMATE_MARGIN),
        numbers.percent("settings.memory.near", MemorySettings.NEAR_BUDGET),
        numbers.count(
            "settings.memory.kills", MemorySettings.KILLS_ON_LOWEST_RUNG, "settings.unit.times"));
  }
}
