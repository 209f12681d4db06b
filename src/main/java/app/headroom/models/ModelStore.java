package app.headroom.models;

import app.headroom.job.JobFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one user: {@code <name>/weights.safetensors}, the graphs built from it, and a list
 * of these with their digests; of a model with several weight sets, a folder of that kind for each.
 * Usable from any thread, and by several processes at once: one makes a model ready, the others
 * wait for it.
 */
public final class ModelStore {

  /** The canonical form of a model's weights, in its folder. */
  public static final String WEIGHTS_FILE = "weights.safetensors";

  /** How closely what is stored is looked at before it is used. */
  public enum Check {
    /** Sizes and times; digests only of what looks touched. */
    LOOK,
    /** All digests. */
    READ
  }

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
  private static final String LOCK = ".lock";

  /** What to build from, and the digest that its parameters must have where that is known. */
  private record Source(Path file, String origin, @Nullable String sha256) {}

  private final Path folder;
  private final int builderVersion;
  private final ShippedWeights shipped;
  private final Fetching fetching;
  private final PrepareStep prepare;
  private final Clock clock;

  /** The user's own that were asked for: who asks again need not wait for the disk. */
  private final ConcurrentMap<String, Model> found = new ConcurrentHashMap<>();

  /**
   * @param folder of all models; created when needed
   * @param builderVersion of the graphs; those of another version are built anew
   * @param shipped is looked at before anything is fetched
   */
  public ModelStore(
      Path folder,
      int builderVersion,
      ShippedWeights shipped,
      Fetching fetching,
      PrepareStep prepare,
      Clock clock) {
    this.folder = folder.toAbsolutePath();
    this.builderVersion = builderVersion;
    this.shipped = shipped;
    this.fetching = fetching;
    this.prepare = prepare;
    this.clock = clock;
  }

  // ---- which there are

  /** Those of the catalogue, then the user's own by their names. Looks at the disk. */
  public List<Model> models() {
    List<Model> models = new ArrayList<>(ModelCatalogue.models());
    try {
      for (Path entry : StoredFiles.list(folder)) {
        own(entry.getFileName().toString()).ifPresent(models::add);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be looked into: {}", folder, StoredFiles.words(e));
    }
    return models;
  }

  /** One of the catalogue, or one of the user's own. */
  public Optional<Model> find(String name) {
    return ModelCatalogue.find(name)
        .or(() -> Optional.ofNullable(found.computeIfAbsent(name, n -> own(n).orElse(null))));
  }

  private Optional<Model> own(String name) {
    return Model.isName(name) && ModelCatalogue.find(name).isEmpty()
        ? new ModelFolder(folder.resolve(name), List.of(), builderVersion, clock).own(name)
        : Optional.empty();
  }

  /** Where the model lies, or will. */
  public Path folder(Model model) {
    return folder.resolve(model.name());
  }

  private ModelFolder stored(Model model, WeightSet set) {
    Path path = set.folder().isEmpty() ? folder(model) : folder(model).resolve(set.folder());
    return new ModelFolder(path, isOwn(set) ? List.of() : set.stems(), builderVersion, clock);
  }

  /** The user's own come from nowhere. */
  private static boolean isOwn(WeightSet set) {
    return set.origins().isEmpty();
  }

  /** Looks at sizes and times only; waits for nobody. */
  public ModelState state(Model model) {
    List<WeightSet> sets = model.weightSets();
    List<ReadyModel.Network> ready =
        sets.stream().flatMap(set -> stored(model, set).ready().stream()).toList();
    if (ready.size() == sets.size()) {
      return new ModelState.Ready(new ReadyModel(ready));
    }
    return sets.stream()
            .allMatch(set -> stored(model, set).weightsOrigin().isPresent() || shipped.has(set))
        ? new ModelState.Fetched()
        : new ModelState.Absent();
  }

  // ---- making one ready

  /**
   * Gives the model, and fetches and builds what is missing. Blocks for minutes where that is much;
   * an interrupt ends it, and what was fetched is kept for the next time.
   *
   * @param userFile is taken instead of all other origins when the weights are not here yet; for a
   *     model of several weight sets a folder, with a file for each that is named after it
   * @param progress called on this thread and others, one call at a time
   */
  public ReadyModel ensure(
      Model model, Check check, @Nullable Path userFile, Consumer<ModelProgress> progress)
      throws ModelUnavailableException, InterruptedException {
    if (check == Check.LOOK && state(model) instanceof ModelState.Ready(ReadyModel ready)) {
      return ready;
    }
    List<ReadyModel.Network> networks = new ArrayList<>();
    for (WeightSet set : model.weightSets()) {
      Path file =
          userFile == null || set.folder().isEmpty()
              ? userFile
              : userFile.resolve(set.folder() + ".safetensors");
      networks.add(ensure(model, set, check, file, progress));
    }
    return new ReadyModel(networks);
  }

  private ReadyModel.Network ensure(
      Model model,
      WeightSet set,
      Check check,
      @Nullable Path userFile,
      Consumer<ModelProgress> progress)
      throws ModelUnavailableException, InterruptedException {
    ModelFolder stored = stored(model, set);
    return locked(
        model.name(),
        stored,
        progress,
        () -> {
          stored.tidy();
          stored.check(check == Check.READ, progress);
          Optional<ReadyModel.Network> ready = stored.ready();
          if (ready.isPresent()) {
            return ready.get();
          }
          if (check == Check.LOOK) {
            stored.check(true, progress); // nothing is built of weights that have changed unseen
          }
          return make(model, set, stored, source(model, set, stored, userFile, progress), progress);
        });
  }

  /** What is done while nobody else is at the folder. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException, ModelUnavailableException, InterruptedException;
  }

  private static <T> T locked(
      String model, ModelFolder stored, Consumer<ModelProgress> progress, Step<T> step)
      throws ModelUnavailableException, InterruptedException {
    try {
      Files.createDirectories(stored.path());
      Runnable waiting = () -> progress.accept(new ModelProgress(ModelPhase.WAITING, "", 0, 0));
      try (ModelLock _ = ModelLock.take(stored.path().resolve(LOCK), waiting)) {
        return step.run();
      }
    } catch (IOException e) {
      StoredFiles.rethrowInterrupt(e);
      throw missing(
          model, "its folder " + stored.path() + " cannot be used: " + StoredFiles.words(e));
    }
  }

  private ReadyModel.Network make(
      Model model,
      WeightSet set,
      ModelFolder stored,
      Source source,
      Consumer<ModelProgress> progress)
      throws IOException, ModelUnavailableException, InterruptedException {
    PrepareStep.Prepared made =
        prepare.prepare(
            new PrepareStep.Order(
                model.name(),
                source.file,
                stored.path(),
                source.sha256,
                isOwn(set) ? List.of() : model.stems(),
                isOwn(set) ? List.of() : set.stems()),
            (done, total) ->
                progress.accept(
                    new ModelProgress(ModelPhase.PREPARING, source.origin, done, total)));
    stored.record(source.origin, made, progress);
    for (Origin origin : set.origins()) {
      Files.deleteIfExists(Fetching.target(origin, stored.path()));
    }
    return stored
        .ready()
        .orElseThrow(() -> missing(model.name(), "its files changed while they were made"));
  }

  /** Stored before, given by the user, fetched before, shipped, or fetched now. */
  private Source source(
      Model model,
      WeightSet set,
      ModelFolder stored,
      @Nullable Path userFile,
      Consumer<ModelProgress> progress)
      throws IOException, ModelUnavailableException, InterruptedException {
    Optional<String> origin = stored.weightsOrigin();
    if (origin.isPresent()) {
      return new Source(stored.weights(), origin.get(), null);
    }
    if (userFile != null) {
      if (!Files.isReadable(userFile) || Files.isDirectory(userFile)) {
        throw missing(
            model.name(), "the file " + userFile + " that was given for it cannot be read");
      }
      return new Source(userFile.toAbsolutePath(), userFile.toString(), null);
    }
    for (Origin each : set.origins()) {
      Path file = Fetching.target(each, stored.path());
      if (Files.exists(file) && stored.isGenuine(file, each.sha256(), progress)) {
        return new Source(file, each.description(), set.weightsSha256());
      }
    }
    requireRoom(model, stored.path());
    Optional<ShippedWeights.Found> found = shipped.genuine(set, progress);
    if (found.isPresent()) {
      return new Source(
          found.get().file(), found.get().origin().description(), set.weightsSha256());
    }
    return fetch(model, set, stored, progress);
  }

  private Source fetch(
      Model model, WeightSet set, ModelFolder stored, Consumer<ModelProgress> progress)
      throws ModelUnavailableException, InterruptedException {
    List<String> answers = new ArrayList<>();
    for (Origin origin : set.origins()) {
      Path target = Fetching.target(origin, stored.path());
      try {
        fetching.fetch(origin, target, progress);
        return new Source(target, origin.description(), set.weightsSha256());
      } catch (IOException e) {
        StoredFiles.rethrowInterrupt(e);
        LOG.info("{} did not give the model {}", origin.description(), model.name(), e);
        answers.add(origin.description() + ": " + StoredFiles.words(e));
      }
    }
    throw missing(
        model.name(),
        answers.isEmpty() ? "its weights are gone; add them again" : String.join("; ", answers));
  }

  // ---- the user's own

  /**
   * Makes a model of the user's own weights. What they are is told by their shapes. Nothing that is
   * there already is replaced, and nothing is left if it fails.
   *
   * @param name under which it will be known
   */
  public Model add(Path file, String name, Consumer<ModelProgress> progress)
      throws ModelUnavailableException, InterruptedException {
    requireFree(name);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw refused(file + " cannot be read", "Choose a file of weights.");
    }
    var source = new Source(file.toAbsolutePath(), file.toString(), null);
    var set = new WeightSet("", List.of(), List.of(), null);
    var model = new Model(name, List.of(), 0, 0, "", List.of(set));
    ModelFolder stored = stored(model, set);
    try {
      return locked(
          name,
          stored,
          progress,
          () -> {
            if (stored.own(name).isPresent()) {
              throw taken(name);
            }
            make(model, set, stored, source, progress);
            return stored
                .own(name)
                .orElseThrow(() -> missing(name, "its files changed while they were made"));
          });
    } catch (ModelUnavailableException e) {
      throw e.failure() instanceof JobFailure.ModelMissing why
          ? refused(why.reason(), "Take the safetensors of a Hybrid Transformer Demucs.")
          : e;
    } finally {
      if (stored.own(name).isEmpty()) {
        discard(stored.path());
      }
    }
  }

  /** Also where the disk takes two names for one that differ in capitals only. */
  private void requireFree(String name) throws ModelUnavailableException {
    if (!Model.isName(name)) {
      throw refused(
          "\"" + name + "\" cannot be a model's name",
          "Choose one of up to 64 letters, digits, - and _, with --name.");
    }
    if (models().stream().anyMatch(model -> model.name().equalsIgnoreCase(name))
        || Files.exists(folder.resolve(name))) {
      throw taken(name);
    }
  }

  private static ModelUnavailableException taken(String name) {
    return refused(
        "there is a model called " + name + " already",
        "Choose another name with --name, or remove that one first.");
  }

  /**
   * Deletes what is stored for a model; one of the catalogue can be fetched again.
   *
   * @throws ModelUnavailableException if nothing is stored under that name, or it can't be deleted
   */
  public void remove(String name) throws ModelUnavailableException, InterruptedException {
    Path path = folder.resolve(Model.isName(name) ? name : "nothing");
    if (!Model.isName(name) || !Files.isDirectory(path)) {
      throw refused(
          "no model called " + name + " is stored", "\"headroom models list\" shows which are.");
    }
    var stored = new ModelFolder(path, List.of(), builderVersion, clock);
    locked(
        name,
        stored,
        _ -> {},
        () -> {
          found.remove(name);
          for (Path entry : StoredFiles.list(path)) {
            if (!entry.endsWith(LOCK)) {
              StoredFiles.delete(entry);
            }
          }
          return path;
        });
    discard(path);
  }

  /** A folder of which nobody has any use. */
  private static void discard(Path path) {
    try {
      StoredFiles.delete(path);
    } catch (IOException e) {
      LOG.info("{} is left empty: {}", path, StoredFiles.words(e));
    }
  }

  private static ModelUnavailableException refused(String reason, String remedy) {
    return new ModelUnavailableException(new JobFailure.InvalidRequest(reason, remedy));
  }

  /** The download, what is unpacked from it, and what is built, all lie there for a moment. */
  private static void requireRoom(Model model, Path folder)
      throws IOException, ModelUnavailableException {
    long needed = (model.diskBytes() + 3 * model.downloadBytes()) / model.weightSets().size();
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new ModelUnavailableException(new JobFailure.DiskFull(folder, needed, free));
    }
  }

  private static ModelUnavailableException missing(String model, String reason) {
    return new ModelUnavailableException(new JobFailure.ModelMissing(model, reason));
  }
}
