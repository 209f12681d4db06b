package app.headroom.ui.scripted;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Capacity;
import app.headroom.memory.CostKey;
import app.headroom.memory.CostModel;
import app.headroom.memory.Forecast;
import app.headroom.memory.Ladder;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.SystemSignal;
import app.headroom.memory.TreeMemory;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.common.Themes;
import app.headroom.ui.main.MainWindow;
import app.headroom.ui.main.ModelSetup;
import app.headroom.ui.main.WindowParts;
import app.headroom.ui.player.ExportChooser;
import app.headroom.ui.queue.CoverSource;
import app.headroom.ui.queue.Outlooks;
import app.headroom.ui.queue.SongSearch;
import app.headroom.ui.settings.ModelChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** All that a window needs, doing as it is told. */
public final class ScriptedParts {

  public static final long TOTAL = 15_500 * Song.MB;

  public final ScriptedQueue queue = new ScriptedQueue();
  public final ScriptedModel model = new ScriptedModel();
  public final List<Path> revealed = new CopyOnWriteArrayList<>();
  public final List<Settings> kept = new CopyOnWriteArrayList<>();
  public final ScriptedWorkshop workshop = new ScriptedWorkshop();
  public final ScriptedSound sound = new ScriptedSound();
  public final ScriptedHandOffs handOffs = new ScriptedHandOffs();
  public Runnable settling = () -> {};

  /** What a state wants to be dropped once the window is there. */
  public List<Path> dropped = List.of();

  private final List<Consumer<MemorySample>> listeners = new CopyOnWriteArrayList<>();

  /** On the FX thread: a window on these parts, not shown yet. */
  public MainWindow window(Stage stage, Settings settings) {
    Themes themes = new Themes(settings.get(WindowSettings.THEME));
    return new MainWindow(stage, parts(), settings, themes);
  }

  /** On the FX thread: an English window on these parts, on the screen. */
  public MainWindow show(Stage stage, double width, double height) {
    MainWindow made =
        window(
            stage,
            Settings.FALLBACKS.with(WindowSettings.LANGUAGE, WindowSettings.Language.ENGLISH));
    stage.setWidth(width);
    stage.setHeight(height);
    stage.show();
    return made;
  }

  /** On the FX thread: hides every window and closes what {@link #show} has given. */
  public static void close(@Nullable MainWindow shown) {
    List.copyOf(Window.getWindows()).forEach(Window::hide);
    Objects.requireNonNull(shown).close();
  }

  public WindowParts parts() {
    return new WindowParts(
        queue,
        outlooks(),
        queue::change,
        queue.settings(),
        queue::subscribe,
        listener -> {
          listeners.add(listener);
          return () -> listeners.remove(listener);
        },
        new FolderSearch(),
        covers(),
        model,
        (settings, song) -> Song.request(song),
        (settings, before) -> before.with(MemorySettings.policy(settings)),
        kept::add,
        settings ->
            settings
                .get(Setting.OUTPUT_NAMES)
                .replace("{model}", settings.get(Setting.MODEL))
                .replace("{track}", "Harbour Lights")
                .replace("{stem}", "vocals")
                .replace("{ext}", settings.get(Setting.OUTPUT_FORMAT).extension()),
        revealed::addAll,
        workshop,
        sound,
        handOffs,
        (window, messages) -> this::exportTo,
        TOTAL);
  }

  /** One moment of the machine's memory. */
  public void sample(
      Instant at, double othersShare, Map<JobId, Long> jobs, List<ProgramMemory> biggest) {
    long ours = 180 * Song.MB + jobs.values().stream().mapToLong(Long::longValue).sum();
    long available = TOTAL - Math.round(TOTAL * othersShare) - ours;
    Map<JobId, TreeMemory> trees = new java.util.HashMap<>();
    jobs.forEach((id, bytes) -> trees.put(id, new TreeMemory(bytes, null, 1)));
    MemorySample sample =
        new MemorySample(
            at,
            new Capacity(TOTAL, available),
            null,
            0,
            0,
            null,
            SystemSignal.NONE,
            new TreeMemory(180 * Song.MB, null, 1),
            trees,
            biggest);
    listeners.forEach(listener -> listener.accept(sample));
  }

  /** Where every mix goes. */
  private Optional<ExportChooser.Choice> exportTo(Path folder, String name, OutputFormat format) {
    Path target = folder.resolve(name + "." + format.extension());
    return Optional.of(new ExportChooser.Choice(target, format, false));
  }

  /** Waits until the window has taken what it was told. */
  public void settle() {
    settling.run();
  }

  private Outlooks outlooks() {
    return new Outlooks() {
      @Override
      public Outlook of(JobSnapshot job) {
        return outlook(job.audioSeconds());
      }

      @Override
      public Outlook of(
          app.headroom.job.SeparationRequest request,
          app.headroom.job.@Nullable SourceInfo source) {
        return outlook(source == null ? null : source.durationSeconds());
      }
    };
  }

  private Outlook outlook(@Nullable Double seconds) {
    CostModel costs = CostModel.of(List.of());
    CostKey key = new CostKey(CostKey.BUILT_IN, "htdemucs", Precision.INT8);
    long budget = queue.settings().memory().limits().budgetBytes();
    SegmentLength length =
        Ladder.DEFAULT
            .from(Ladder.DEFAULT.start())
            .filter(rung -> costs.peakBytes(key, rung) * 1.08 <= budget)
            .findFirst()
            .orElse(SegmentLength.SHORTEST);
    long least = Math.round(costs.peakBytes(key, SegmentLength.SHORTEST) * 1.08);
    return new Outlook(
        new Forecast(
            length,
            costs.peakBytes(key, length),
            seconds == null ? null : Duration.ofMillis(Math.round(seconds * 512)),
            null),
        5_000 * Song.MB,
        least > budget ? new JobFailure.BudgetTooSmall(budget, least, null) : null);
  }

  private static CoverSource covers() {
    return song -> Optional.of(Covers.png(song.getFileName().toString()));
  }

  /** Finds songs as the real one does, by their names alone. */
  private static final class FolderSearch implements SongSearch {
    @Override
    public Found find(List<Path> dropped) {
      List<Path> songs = new ArrayList<>();
      List<Refused> refused = new ArrayList<>();
      for (Path path : dropped) {
        if (Files.isDirectory(path)) {
          try (Stream<Path> inside = Files.walk(path)) {
            inside.filter(Files::isRegularFile).sorted().forEach(songs::add);
          } catch (IOException e) {
            refused.add(new Refused(path, "It cannot be read", ""));
          }
        } else {
          songs.add(path);
        }
      }
      return new Found(songs, refused, 0);
    }

    @Override
    public Probed probe(Path song) {
      String name = song.getFileName().toString();
      if (name.endsWith(".m4p")) {
        return new Probed.NoSong(
            new JobFailure.UnreadableAudio(
                "this file is copy-protected", "Export it as WAV first."));
      }
      return name.endsWith(".txt")
          ? new Probed.NoSong(
              new JobFailure.UnreadableAudio(
                  "this is not a sound file, whatever its name",
                  "Add a sound file: WAV, FLAC, MP3, M4A, OGG, Opus, AIFF, WMA, or a video with"
                      + " sound."))
          : new Probed.Song(new Song(name, "Someone", 200).source());
    }
  }

  /** A model that is there, unless it is told otherwise. */
  public static final class ScriptedModel implements ModelSetup {
    private final List<Consumer<State>> watchers = new CopyOnWriteArrayList<>();
    private volatile State state = new State.Ready();
    public volatile boolean fetched;
    public volatile String followed = "htdemucs";

    public void become(State next) {
      state = next;
      watchers.forEach(watcher -> watcher.accept(next));
    }

    @Override
    public void watch(Consumer<State> listener) {
      watchers.add(listener);
      listener.accept(state);
    }

    @Override
    public void follow(Settings settings) {
      String name = settings.get(Setting.MODEL);
      if (!name.equals(followed)) {
        followed = name;
        become(new State.Fetching(name, 0, 0, false));
      }
    }

    @Override
    public List<ModelChoice> choices() {
      return List.of(new ModelChoice("htdemucs", 0), new ModelChoice("htdemucs_6s", 55 * Song.MB));
    }

    @Override
    public void look() {}

    @Override
    public void fetch() {
      fetched = true;
      become(new State.Fetching("htdemucs", 0, 0, false));
    }

    @Override
    public void take(Path file) {
      become(new State.Fetching("htdemucs", 0, 0, true));
    }

    @Override
    public void cancel() {
      become(new State.Missing("htdemucs", true, 174 * Song.MB));
    }
  }
}
