package app.headroom.settings;

import app.headroom.job.ClipMode;
import app.headroom.job.HandOff;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.Residual;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SeparationRequest;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One thing that the user can set.
 *
 * @param name its key in the file: lower case, parts joined by dots, words by hyphens
 * @param comment what it does, in one or more plain sentences; no line break
 * @param fallback its value where the user says nothing
 */
public record Setting<T>(String name, String comment, Kind<T> kind, T fallback) {

  public static final Setting<Optional<Path>> OUTPUT_FOLDER =
      new Setting<>(
          "output.folder",
          "Where stems go. Nothing: the folder \"separated\" where the command is started, or in"
              + " the Music folder for the window.",
          Kind.folder(),
          Optional.empty());

  public static final Setting<String> OUTPUT_NAMES =
      new Setting<>(
          "output.names",
          "Path of a stem below the output folder. {model}, {track}, {stem} and {ext} are filled"
              + " in, so are {artist}, {album} and {title}.",
          Kind.text(
              "a relative path with {stem} in it, of at most 500 characters",
              Pattern.compile("(?=.{1,500}$)[^/\\\\].*\\{stem}.*|\\{stem}.*")),
          SeparationRequest.DEFAULT_NAME_TEMPLATE);

  public static final Setting<OutputFormat> OUTPUT_FORMAT =
      new Setting<>(
          "output.format",
          "What stems are encoded as.",
          Kind.oneOf(OutputFormat.class),
          OutputFormat.WAV16);

  public static final Setting<OutputRate> OUTPUT_RATE =
      new Setting<>(
          "output.rate",
          "Sample rate of the stems: the one at which Demucs works, or the song's.",
          Kind.oneOf(
              OutputRate.class,
              rate ->
                  switch (rate) {
                    case HZ_44100 -> "44100";
                    case SOURCE -> "source";
                  }),
          OutputRate.HZ_44100);

  public static final Setting<ClipMode> OUTPUT_CLIP =
      new Setting<>(
          "output.clip",
          "Stems louder than full scale: one gain for all of them, cut, or left (float only).",
          Kind.oneOf(ClipMode.class),
          ClipMode.RESCALE);

  public static final Setting<Residual> OUTPUT_RESIDUAL =
      new Setting<>(
          "output.residual",
          "The part of a song that is in none of its stems: left out, one more stem, or shared out"
              + " over the stems by their energy. With the last two the stems sum to the mix.",
          Kind.oneOf(Residual.class),
          Residual.NONE);

  public static final Setting<Boolean> OVERWRITE =
      new Setting<>(
          "output.overwrite",
          "Whether stems that exist already are replaced.",
          Kind.yesNo(),
          false);

  public static final Setting<Set<HandOff>> OUTPUT_HAND_OFF =
      new Setting<>(
          "output.hand-off",
          "Files for other programs, made of the stems: nistem for DJ software, reaper and"
              + " dawproject for music studios. Joined by commas, or none.",
          Kind.someOf(HandOff.class, HandOff::id),
          Set.of());

  public static final Setting<Boolean> OUTPUT_TAG_MUSIC =
      new Setting<>(
          "output.tag-music",
          "Whether the tempo and the key that were heard are written into the stems' tags.",
          Kind.yesNo(),
          false);

  public static final Setting<StemSelection> STEMS =
      new Setting<>(
          "separation.stems",
          "All stems, or two: the one named here and everything but it.",
          stemSelection(),
          StemSelection.all());

  public static final Setting<String> MODEL =
      new Setting<>(
          "separation.model",
          "The model, by its name in \"headroom models list\".",
          Kind.text("a name of letters, digits, - and _", Pattern.compile("[A-Za-z0-9_-]{1,64}")),
          "htdemucs");

  public static final Setting<SegmentChoice> SEGMENT =
      new Setting<>(
          "separation.segment",
          "Seconds of sound that go through the network at once; memory grows with them. auto: as"
              + " long as the budget allows, up to 5.85; a command of your own gets longer pieces.",
          Kind.segment(),
          new SegmentChoice.Auto());

  public static final Setting<Overlap> OVERLAP =
      new Setting<>(
          "separation.overlap",
          "Share of a segment that the next one repeats. auto: 0.39 s of sound, but at most a"
              + " quarter of a segment; for your own Demucs command a quarter.",
          Kind.overlap(),
          Overlap.AUTO);

  public static final Setting<Precision> PRECISION =
      new Setting<>(
          "separation.precision",
          "Arithmetic of the linear layers: int8 is faster and smaller, fp32 exact. auto: what"
              + " suits this processor.",
          Kind.oneOf(Precision.class),
          Precision.AUTO);

  public static final Setting<Integer> THREADS =
      new Setting<>(
          "separation.threads",
          "Compute threads of a job. auto: one for each core.",
          threadCount(),
          0);

  public static final Setting<Provider> PROVIDER =
      new Setting<>(
          "separation.provider",
          "What the network is computed on, where the runtime has it; else on the processor. auto:"
              + " CUDA, else the processor. coreml computes in half precision.",
          Kind.oneOf(Provider.class),
          Provider.AUTO);

  public static final Setting<Long> LOG_FILE_SIZE =
      new Setting<>(
          "log.file-size",
          "A log file that reaches this size is put aside and a new one begun.",
          Kind.size(100_000, 100_000_000),
          2_000_000L);

  public static final Setting<Integer> LOG_FILES =
      new Setting<>(
          "log.files",
          "How many log files that were put aside are kept.",
          Kind.wholeNumber(1, 20),
          3);

  /** In the order in which they stand in the file. */
  public static List<Setting<?>> all() {
    List<Setting<?>> settings =
        new ArrayList<>(
            List.of(
                OUTPUT_FOLDER,
                OUTPUT_NAMES,
                OUTPUT_FORMAT,
                OUTPUT_RATE,
                OUTPUT_CLIP,
                OUTPUT_RESIDUAL,
                OVERWRITE,
                OUTPUT_HAND_OFF,
                OUTPUT_TAG_MUSIC,
                STEMS,
                MODEL,
                SEGMENT,
                OVERLAP,
                PRECISION,
                THREADS,
                PROVIDER));
    settings.addAll(EngineSettings.all());
    settings.addAll(MemorySettings.all());
    settings.addAll(WindowSettings.all());
    settings.addAll(List.of(LOG_FILE_SIZE, LOG_FILES));
    return List.copyOf(settings);
  }

  /** The fallback as it would be written. */
  public String fallbackText() {
    return kind.text(fallback);
  }

  private static Kind<StemSelection> stemSelection() {
    Function<StemSelection, String> print =
        selection ->
            switch (selection) {
              case StemSelection.All _ -> "all";
              case StemSelection.Isolate isolate -> isolate.stem().id();
            };
    return new Kind<>(
        "one of all, vocals, drums, bass, other, guitar, piano",
        text -> text.equals("all") ? StemSelection.all() : StemSelection.isolate(Stem.of(text)),
        print);
  }

  private static Kind<Integer> threadCount() {
    Kind<Integer> count = Kind.wholeNumber(1, 256);
    return new Kind<>(
        "auto, or " + count.allowed(),
        text -> text.equals("auto") ? 0 : count.value(text),
        threads -> threads == 0 ? "auto" : threads.toString());
  }
}
