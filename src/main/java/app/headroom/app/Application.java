package app.headroom.app;

import app.headroom.bench.Benches;
import app.headroom.cli.Services;
import app.headroom.cli.Words;
import app.headroom.demucs.graph.GraphBuilder;
import app.headroom.job.SegmentLength;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.probe.Probes;
import app.headroom.models.Fetching;
import app.headroom.models.Model;
import app.headroom.models.ModelCatalogue;
import app.headroom.models.ModelPhase;
import app.headroom.models.ModelProgress;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import app.headroom.models.ReadyModel;
import app.headroom.models.ShippedWeights;
import app.headroom.player.Workshop;
import app.headroom.queue.HandOffs;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.SourceProbe;
import app.headroom.settings.Locations;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import app.headroom.settings.SettingsFile;
import app.headroom.store.SqliteStore;
import app.headroom.supervisor.ModelPreparation;
import app.headroom.supervisor.ProbeWorker;
import app.headroom.supervisor.ProcessCommandRunner;
import app.headroom.supervisor.WorkerProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: makes each part of the program when it is first asked for, and closes what
 * has to be closed. Used by one thread.
 */
final class Application implements Services, AutoCloseable {

  private static final String DATABASE_NATIVES = "org.sqlite.tmpdir";

  private final Firsts first;
  private final Locations locations;
  private final ExportNotes exports;
  private final Clock clock = Clock.systemUTC();
  private final WorkerProgram worker =
      WorkerProgram.ofThisProcess(Launcher.class.getName(), Launcher.WORKER);
  private final SettingsFile settingsFile;
  private final ModelStore models;

  private @Nullable Settings settings;
  private @Nullable ProbeWorker sourceProbe;
  private @Nullable HandOffs handOffs;
  private @Nullable Measurements measurements;
  private boolean hadQueue;

  private Application(Locations locations, SettingsFile settingsFile, Firsts first) {
    this.first = first;
    this.locations = locations;
    this.exports = new ExportNotes(locations.data().resolve("exports"));
    this.settingsFile = settingsFile;
    models =
        new ModelStore(
            locations.models(),
            GraphBuilder.BUILDER_VERSION,
            new ShippedWeights(
                ProgramFolder.path().map(path -> path.resolve("models")).stream().toList()),
            new Fetching(new ProcessCommandRunner()),
            new ModelPreparation(worker, locations.natives()),
            clock);
  }

  /**
   * Makes the program's folders, and sets the log up before anything is logged.
   *
   * @throws IOException if the folders can't be made
   */
  static Application start(Locations locations) throws IOException {
    locations.create();
    // Else the database's library is unpacked where everybody may write.
    if (System.getProperty(DATABASE_NATIVES) == null) {
      System.setProperty(DATABASE_NATIVES, locations.natives().toString());
    }
    SettingsFile file = new SettingsFile(locations.settingsFile());
    Firsts first = Firsts.of(file);
    Logging.to(locations, first.settings());
    Application application = new Application(locations, file, first);
    application.exports.clearUp();
    return application;
  }

  /**
   * What a first look at the settings gave.
   *
   * @param settings as far as they can be taken
   * @param wrong lines that can't be taken, or why the file can't
   * @param mended budgets that can't be held, and what counts instead
   */
  private record Firsts(Settings settings, List<String> wrong, List<String> mended) {

    static Firsts of(SettingsFile file) {
      try {
        SettingsFile.Reading reading = file.read();
        return new Firsts(
            reading.settings(),
            reading.wrong().stream().map(file::told).toList(),
            reading.mended().stream().map(file::told).toList());
      } catch (IOException e) {
        return new Firsts(Settings.FALLBACKS, List.of(Words.of(e)), List.of());
      }
    }
  }

  /** What counts in place of budgets that can't be held; a line for each. */
  List<String> mendedSettings() {
    return first.mended();
  }

  /**
   * From now on the settings are what can be taken of them, as the window has it.
   *
   * @return what could not be taken, and {@link #mendedSettings}; a line for each
   */
  List<String> takeWhatCanBe() {
    settings = first.settings();
    List<String> lines = new ArrayList<>(first.wrong());
    lines.addAll(first.mended());
    // no field: the log's place must be known before the first logger is made
    Logger log = LoggerFactory.getLogger(Application.class);
    lines.forEach(line -> log.warn("settings: {}", line));
    return lines;
  }

  @Override
  public SettingsFile settingsFile() {
    return settingsFile;
  }

  @Override
  public Settings settings() throws IOException, SettingsException {
    Settings loaded = settings;
    if (loaded == null) {
      loaded = settingsFile.load();
      settings = loaded;
    }
    return loaded;
  }

  @Override
  public QueueSettings queueSettings() throws IOException, SettingsException {
    return QueueSettings.DEFAULT
        .with(MemorySettings.policy(settings()))
        .withThreads(settings().get(Setting.THREADS))
        .withProvider(settings().get(Setting.PROVIDER))
        .withAutoPrecision(Processor.autoPrecision());
  }

  /** What reads songs starts while everything else does. */
  void expectSongs() {
    probeWorker().getReady();
  }

  @Override
  public SourceProbe sourceProbe() {
    return probeWorker();
  }

  private ProbeWorker probeWorker() {
    ProbeWorker probe = sourceProbe;
    if (probe == null) {
      probe = new ProbeWorker(worker, locations.natives());
      sourceProbe = probe;
    }
    return probe;
  }

  private Workshop.Layout layout(String model) {
    return models
        .find(model)
        .map(known -> new Workshop.Layout(known.stems(), known.weightSets().size()))
        .orElse(new Workshop.Layout(List.of(), 1));
  }

  /** What the player has done for it; the caller closes it. */
  StemWorkshop workshop() {
    return new StemWorkshop(worker, locations, exports, KeptWaveforms.in(locations), this::layout);
  }

  @Override
  public ModelStore models() {
    return models;
  }

  @Override
  public MemoryProbe memoryProbe() {
    return Probes.ofThisMachine(clock);
  }

  @Override
  public void requireKnownQueue() {
    SqliteStore.requireKnown(locations.database());
  }

  @Override
  public QueueAccess queue(String role, QueueSettings queueSettings) throws IOException {
    QueueAccess opened =
        new QueueOpening(locations, worker, models, memoryProbe(), clock).open(role, queueSettings);
    hadQueue |= opened instanceof QueueAccess.Own;
    return opened;
  }

  /** Whether this process has had the queue, and with it used most of what the program is. */
  boolean hadQueue() {
    return hadQueue;
  }

  @Override
  public HandOffs handOffs() {
    HandOffs made = handOffs;
    if (made == null) {
      made = new HandOffProcesses(worker, locations, exports);
      handOffs = made;
    }
    return made;
  }

  @Override
  public Benchmarks benchmarks() {
    Measurements made = measurements;
    if (made == null) {
      made =
          new Measurements(
              new Benches(
                  WorkerProgram.ofThisProcess(Launcher.class.getName(), Launcher.NETWORK_BENCH),
                  worker,
                  OwnCommand.start(),
                  locations.models(),
                  locations.natives(),
                  memoryProbe(),
                  new ProcessCommandRunner(),
                  Processor.cores()),
              this);
      measurements = made;
    }
    return made;
  }

  @Override
  public void close() throws IOException {
    if (sourceProbe != null) {
      sourceProbe.close();
      sourceProbe = null;
    }
    if (handOffs != null) {
      handOffs.close();
      handOffs = null;
    }
    if (measurements != null) {
      measurements.benches().close();
      measurements = null;
    }
  }

  private record Measurements(Benches benches, Application application) implements Benchmarks {

    @Override
    public void rungs(boolean againstNpm, Consumer<String> out)
        throws IOException, InterruptedException {
      benches.rungs(application.model(out), againstNpm, out);
    }

    @Override
    public void endToEnd(
        Path song, boolean againstNpm, @Nullable Path trueStems, Consumer<String> out)
        throws IOException, InterruptedException {
      benches.endToEnd(song, againstNpm, trueStems, out);
    }

    @Override
    public void costs(String name, Path song, List<SegmentLength> lengths, Consumer<String> out)
        throws IOException, InterruptedException {
      Model model =
          application
              .models
              .find(name)
              .orElseThrow(() -> new IOException("there is no model called " + name));
      benches.costs(model, application.ready(model, out), song, lengths, out);
    }

    @Override
    public boolean budgets(Path song, Consumer<String> out)
        throws IOException, InterruptedException {
      application.model(out);
      return benches.budgets(song, out);
    }

    @Override
    public void endurance(Path song, Consumer<String> out)
        throws IOException, InterruptedException {
      benches.endurance(application.model(out), song, out);
    }

    @Override
    public void memoryProbe(Consumer<String> out) throws InterruptedException {
      benches.memoryProbe(MemoryPolicy.DEFAULT.sampling().interval(), out);
    }

    @Override
    public Path song(int seconds) throws IOException {
      return benches.song(seconds);
    }
  }

  private ReadyModel model(Consumer<String> out) throws IOException, InterruptedException {
    return ready(ModelCatalogue.HTDEMUCS, out);
  }

  private ReadyModel ready(Model model, Consumer<String> out)
      throws IOException, InterruptedException {
    try {
      return models.ensure(model, ModelStore.Check.LOOK, null, new PhaseChanges(out));
    } catch (ModelUnavailableException e) {
      throw new IOException(e.failure().what() + ". " + e.failure().remedy(), e);
    }
  }

  /** Says a line for each phase of making the model ready. */
  private static final class PhaseChanges implements Consumer<ModelProgress> {
    private final Consumer<String> out;
    private @Nullable ModelPhase last;

    PhaseChanges(Consumer<String> out) {
      this.out = out;
    }

    @Override
    public void accept(ModelProgress progress) {
      if (progress.phase() != last) {
        last = progress.phase();
        out.accept("model: " + last.name().toLowerCase(Locale.ROOT));
      }
    }
  }
}
