package app.headroom.ui.settings;

import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.Overlap;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.settings.EngineSettings;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.ui.common.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;

/** What separates a song, and how. */
record SeparationPage(
    Messages messages,
    SettingsDesk desk,
    FieldMaker fields,
    NumberFields numbers,
    List<ModelChoice> models)
    implements Page {

  @Override
  public String key() {
    return "settings.separation";
  }

  @Override
  public List<Node> lines() {
    List<SegmentChoice> lengths = new ArrayList<>();
    lengths.add(new SegmentChoice.Auto());
    SegmentLength.LADDER.forEach(length -> lengths.add(new SegmentChoice.Fixed(length)));
    return List.of(
        fields.choice(
            "settings.separation.model",
            Setting.MODEL,
            models.stream().map(ModelChoice::name).toList(),
            this::model),
        fields.choice(
            "settings.separation.precision", Setting.PRECISION, "settings.separation.precision."),
        fields.choice("settings.separation.segment", Setting.SEGMENT, lengths, this::segment),
        fields.choice(
            "settings.separation.overlap",
            Setting.OVERLAP,
            List.of(
                Overlap.AUTO,
                new Overlap.Share(0.1),
                new Overlap.Share(0.25),
                new Overlap.Share(0.5)),
            this::overlap),
        fields.number(
            "settings.separation.threads",
            Setting.THREADS,
            "settings.unit.threads",
            threads -> (double) threads,
            number -> number == 0 ? "auto" : NumberFields.whole(number)),
        fields.choice(
            "settings.separation.provider", Setting.PROVIDER, "settings.separation.provider."),
        fields.choice(
            "settings.separation.engine",
            EngineSettings.ENGINE,
            List.of(Optional.empty(), Optional.of(Flavour.PYTHON), Optional.of(Flavour.NPM)),
            engine ->
                messages.text(
                    "settings.separation.engine." + engine.map(Flavour::id).orElse("built-in"))),
        fields.text("settings.separation.command", EngineSettings.COMMAND, this::command),
        numbers.count("settings.separation.shifts", EngineSettings.SHIFTS, "settings.unit.times"),
        fields.text("settings.separation.device", EngineSettings.DEVICE, _ -> ""));
  }

  private String model(String name) {
    return models.stream()
        .filter(choice -> choice.name().equals(name) && choice.bytesToFetch() > 0)
        .findFirst()
        .map(choice -> messages.figures().memory(choice.bytesToFetch()))
        .map(size -> messages.text("settings.model.absent", name, size))
        .orElse(name);
  }

  private String segment(SegmentChoice choice) {
    return switch (choice) {
      case SegmentChoice.Auto _ ->
          messages.text(
              "settings.separation.segment.auto", seconds(desk.get(MemorySettings.LADDER).start()));
      case SegmentChoice.Fixed(SegmentLength length) -> seconds(length);
    };
  }

  private String seconds(SegmentLength length) {
    return messages.figures().seconds(length.seconds());
  }

  private String overlap(Overlap overlap) {
    return switch (overlap) {
      case Overlap.Auto _ -> messages.text("settings.separation.overlap.auto");
      case Overlap.Share(double share) -> messages.figures().percent(share);
    };
  }

  private String command(Settings settings) {
    return settings.get(EngineSettings.COMMAND).isPresent()
        ? ""
        : messages.text("settings.separation.command.path");
  }
}
