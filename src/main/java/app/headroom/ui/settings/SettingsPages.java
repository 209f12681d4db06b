package app.headroom.ui.settings;

import app.headroom.job.ClipMode;
import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.HandOff;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.Residual;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.memory.Ladder;
import app.headroom.settings.EngineSettings;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.common.FolderChooser;
import app.headroom.ui.common.FormatWords;
import app.headroom.ui.common.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/** What stands on the pages of the settings. */
final class SettingsPages {

  private final Messages messages;
  private final SettingsDesk desk;
  private final List<ModelChoice> models;
  private final Function<Settings, String> names;
  private final Window owner;
  private final FieldMaker fields;

  enum Page {
    OUTPUT,
    SEPARATION,
    MEMORY,
    THRESHOLDS,
    FINE,
    WINDOW;

    String key() {
      return "settings." + name().toLowerCase(Locale.ROOT);
    }
  }

  SettingsPages(
      Messages messages,
      SettingsDesk desk,
      List<ModelChoice> models,
      Function<Settings, String> names,
      Window owner,
      Runnable renewed) {
    this.messages = messages;
    this.desk = desk;
    this.models = models;
    this.names = names;
    this.owner = owner;
    this.fields = new FieldMaker(messages, desk, renewed);
  }

  Node page(Page page) {
    Label title = new Label(messages.text(page.key()));
    title.getStyleClass().add("page-title");
    VBox box = new VBox(title);
    box.getStyleClass().add("page");
    box.getChildren()
        .addAll(
            switch (page) {
              case OUTPUT -> output();
              case SEPARATION -> separation();
              case MEMORY -> memory();
              case THRESHOLDS -> thresholds();
              case FINE -> fine();
              case WINDOW -> window();
            });
    return box;
  }

  private List<Node> output() {
    return List.of(
        fields.choice(
            "settings.output.format",
            Setting.OUTPUT_FORMAT,
            List.of(OutputFormat.values()),
            FormatWords::longName),
        fields.choice(
            "settings.output.stems",
            Setting.STEMS,
            List.of(
                StemSelection.all(),
                StemSelection.isolate(Stem.VOCALS),
                StemSelection.isolate(Stem.DRUMS),
                StemSelection.isolate(Stem.BASS),
                StemSelection.isolate(Stem.OTHER),
                StemSelection.isolate(Stem.GUITAR),
                StemSelection.isolate(Stem.PIANO)),
            this::stems),
        folder(),
        fields.text("settings.output.names", Setting.OUTPUT_NAMES, this::preview),
        fields.choice(
            "settings.output.rate",
            Setting.OUTPUT_RATE,
            List.of(OutputRate.values()),
            rate ->
                text(
                    switch (rate) {
                      case HZ_44100 -> "settings.output.rate.model";
                      case SOURCE -> "settings.output.rate.source";
                    })),
        fields.choice(
            "settings.output.clip",
            Setting.OUTPUT_CLIP,
            List.of(ClipMode.values()),
            mode -> text("settings.output.clip." + id(mode))),
        fields.choice(
            "settings.output.residual",
            Setting.OUTPUT_RESIDUAL,
            List.of(Residual.values()),
            residual -> text("settings.output.residual." + id(residual))),
        handOffs(),
        fields.toggle("settings.output.tag-music", Setting.OUTPUT_TAG_MUSIC),
        fields.toggle("settings.output.overwrite", Setting.OVERWRITE));
  }

  private Node handOffs() {
    VBox boxes = new VBox(4);
    for (HandOff handOff : HandOff.values()) {
      CheckBox box = new CheckBox(text("settings.output.hand-off." + handOff.id()));
      box.setSelected(desk.get(Setting.OUTPUT_HAND_OFF).contains(handOff));
      box.selectedProperty()
          .addListener(
              (selected, before, now) -> {
                Set<HandOff> chosen = new TreeSet<>(desk.get(Setting.OUTPUT_HAND_OFF));
                if (now) {
                  chosen.add(handOff);
                } else {
                  chosen.remove(handOff);
                }
                desk.set(Setting.OUTPUT_HAND_OFF, chosen);
              });
      boxes.getChildren().add(box);
    }
    return fields.field("settings.output.hand-off", Setting.OUTPUT_HAND_OFF, boxes);
  }

  private String stems(StemSelection selection) {
    return switch (selection) {
      case StemSelection.All _ -> text("stems.all");
      case StemSelection.Isolate isolate -> text("stems.isolate." + isolate.stem().id());
    };
  }

  private Node folder() {
    Label path = new Label();
    path.getStyleClass().add("secondary");
    path.setWrapText(true);
    Button choose = new Button(text("settings.output.folder.choose"));
    Runnable show =
        () ->
            path.setText(
                desk.get(Setting.OUTPUT_FOLDER)
                    .map(Object::toString)
                    .orElse(text("settings.output.folder.default")));
    choose.setOnAction(
        _ ->
            FolderChooser.choose(
                    owner, text("settings.output.folder"), desk.get(Setting.OUTPUT_FOLDER))
                .ifPresent(
                    chosen -> {
                      desk.set(Setting.OUTPUT_FOLDER, Optional.of(chosen));
                      show.run();
                    }));
    show.run();
    return fields.field("settings.output.folder", Setting.OUTPUT_FOLDER, path, choose);
  }

  private String preview(Settings settings) {
    return messages.text("settings.output.names.preview", names.apply(settings));
  }

  private String model(String name) {
    return models.stream()
        .filter(choice -> choice.name().equals(name) && choice.bytesToFetch() > 0)
        .findFirst()
        .map(choice -> messages.text("settings.model.absent", name, size(choice)))
        .orElse(name);
  }

  private String size(ModelChoice choice) {
    return messages.figures().memory(choice.bytesToFetch());
  }

  private List<Node> separation() {
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
            "settings.separation.precision",
            Setting.PRECISION,
            List.of(Precision.values()),
            precision -> text("settings.separation.precision." + id(precision))),
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
            number -> number == 0 ? "auto" : whole(number)),
        fields.choice(
            "settings.separation.provider",
            Setting.PROVIDER,
            List.of(Provider.values()),
            provider -> text("settings.separation.provider." + id(provider))),
        fields.choice(
            "settings.separation.engine",
            EngineSettings.ENGINE,
            List.of(Optional.empty(), Optional.of(Flavour.PYTHON), Optional.of(Flavour.NPM)),
            engine ->
                text("settings.separation.engine." + engine.map(Flavour::id).orElse("built-in"))),
        fields.text("settings.separation.command", EngineSettings.COMMAND, this::command),
        count("settings.separation.shifts", EngineSettings.SHIFTS, "settings.unit.times"),
        fields.text("settings.separation.device", EngineSettings.DEVICE, _ -> ""));
  }

  private String command(Settings settings) {
    return settings.get(EngineSettings.COMMAND).isPresent()
        ? ""
        : text("settings.separation.command.path");
  }

  private String segment(SegmentChoice choice) {
    return switch (choice) {
      case SegmentChoice.Auto _ ->
          messages.text("settings.separation.segment.auto", seconds(Ladder.DEFAULT.start()));
      case SegmentChoice.Fixed(SegmentLength length) -> seconds(length);
    };
  }

  private String seconds(SegmentLength length) {
    return messages.figures().seconds(length.seconds());
  }

  private String overlap(Overlap overlap) {
    return switch (overlap) {
      case Overlap.Auto _ -> text("settings.separation.overlap.auto");
      case Overlap.Share(double share) -> messages.figures().percent(share);
    };
  }

  private List<Node> memory() {
    return List.of(
        size("settings.memory.budget", MemorySettings.BUDGET),
        size("settings.memory.kill", MemorySettings.KILL),
        size("settings.memory.command-budget", MemorySettings.COMMAND_BUDGET),
        size("settings.memory.warning", MemorySettings.WARNING),
        fields.choice(
            "settings.memory.jobs",
            MemorySettings.JOBS_AT_ONCE,
            List.of(1, 2, 3),
            number -> messages.figures().number(number)),
        size("settings.memory.reserve", MemorySettings.RESERVE),
        percent("settings.memory.reserve-share", MemorySettings.RESERVE_SHARE),
        percent("settings.memory.margin", MemorySettings.ESTIMATE_MARGIN),
        percent("settings.memory.near", MemorySettings.NEAR_BUDGET),
        count("settings.memory.kills", MemorySettings.KILLS_ON_LOWEST_RUNG, "settings.unit.times"));
  }

  private List<Node> thresholds() {
    return List.of(
        percent("settings.thresholds.high", MemorySettings.HIGH_USED),
        percent("settings.thresholds.critical", MemorySettings.CRITICAL_USED),
        percent("settings.thresholds.high-stall", MemorySettings.HIGH_STALL),
        percent("settings.thresholds.critical-stall", MemorySettings.CRITICAL_STALL),
        percent("settings.thresholds.pressure", MemorySettings.PRESSURE),
        percent("settings.thresholds.recovery", MemorySettings.RECOVERY),
        count(
            "settings.thresholds.calm", MemorySettings.RECOVERY_SEGMENTS, "settings.unit.segments"),
        seconds("settings.thresholds.wait", MemorySettings.CRITICAL_WAIT),
        seconds("settings.thresholds.unpark", MemorySettings.UNPARK_AFTER),
        fields.number(
            "settings.thresholds.interval",
            MemorySettings.INTERVAL,
            "settings.unit.ms",
            duration -> (double) duration.toMillis(),
            number -> whole(number) + " ms"));
  }

  /** What hardly anybody ever changes. */
  private List<Node> fine() {
    return List.of(
        fields.number(
            "settings.fine.leave-points",
            MemorySettings.LEAVE_POINTS,
            "settings.unit.percent",
            points -> points,
            String::valueOf),
        count("settings.fine.leave-samples", MemorySettings.LEAVE_SAMPLES, "settings.unit.times"),
        fields.text("settings.fine.ladder", MemorySettings.LADDER, this::ladder),
        seconds("settings.fine.programs", MemorySettings.PROGRAMS_EVERY),
        count("settings.fine.report", MemorySettings.REPORT_SEGMENTS, "settings.unit.segments"),
        percent("settings.fine.forget", MemorySettings.FORGET),
        percent("settings.fine.time-weight", MemorySettings.TIME_WEIGHT),
        percent("settings.fine.slower-weight", MemorySettings.SLOWER_WEIGHT),
        kilobytes("settings.fine.read-min", MemorySettings.READ_BUFFER_MIN),
        kilobytes("settings.fine.read-max", MemorySettings.READ_BUFFER_MAX),
        size("settings.fine.log-size", Setting.LOG_FILE_SIZE),
        count("settings.fine.log-files", Setting.LOG_FILES, "settings.unit.files"));
  }

  private String ladder(Settings settings) {
    var rungs = MemorySettings.policy(settings).segments().ladder().rungs();
    return messages.text("settings.fine.ladder.told", rungs.size());
  }

  private List<Node> window() {
    return List.of(
        fields.choice(
            "settings.window.theme",
            WindowSettings.THEME,
            List.of(WindowSettings.Theme.values()),
            theme -> text("settings.window.theme." + id(theme))),
        fields.choice(
            "settings.window.language",
            WindowSettings.LANGUAGE,
            List.of(WindowSettings.Language.values()),
            language -> text("settings.window.language." + id(language))),
        fields.toggle("settings.window.motion", WindowSettings.REDUCE_MOTION));
  }

  private Node size(String key, Setting<Long> setting) {
    return fields.number(
        key,
        setting,
        "settings.unit.mb",
        bytes -> bytes / 1e6,
        number -> whole(number * 1000) + " kB");
  }

  private Node kilobytes(String key, Setting<Long> setting) {
    return fields.number(
        key,
        setting,
        "settings.unit.kb",
        bytes -> bytes / 1024.0,
        number -> whole(number * 1024) + " B");
  }

  private Node seconds(String key, Setting<Duration> setting) {
    return fields.number(
        key,
        setting,
        "settings.unit.seconds",
        duration -> duration.toMillis() / 1000.0,
        number -> whole(number * 1000) + " ms");
  }

  private Node count(String key, Setting<Integer> setting, String unitKey) {
    return fields.number(key, setting, unitKey, count -> (double) count, SettingsPages::whole);
  }

  private Node percent(String key, Setting<Double> setting) {
    return fields.number(
        key, setting, "settings.unit.percent", share -> share, number -> String.valueOf(number));
  }

  private static String whole(double number) {
    return String.valueOf(Math.round(number));
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private String text(String key) {
    return messages.text(key);
  }
}
