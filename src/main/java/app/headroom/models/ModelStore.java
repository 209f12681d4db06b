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

  private final Path folder;
  private final int builderVersion;
  private final ShippedWeights shipped;
  private final Acquisition acquisition;
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
    this.acquisition = new Acquisition(shipped, fetching, prepare);
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
    return new ModelFolder(path, set.isOwn() ? List.of() : set.stems(), builderVersion, clock);
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
    return ModelLock.locked(
        model.name(),
        stored.path(),
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
          return acquisition.acquire(model, set, stored, userFile, progress);
        });
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
    var set = new WeightSet("", List.of(), List.of(), null);
    var model = new Model(name, List.of(), 0, 0, "", List.of(set));
    ModelFolder stored = stored(model, set);
    try {
      return ModelLock.locked(
          name,
          stored.path(),
          progress,
          () -> {
            if (stored.own(name).isPresent()) {
              throw taken(name);
            }
            acquisition.acquire(model, set, stored, file, progress);
            return stored.own(name).orElseThrow(() -> ModelUnavailableException.changed(name));
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
    ModelLock.locked(
        name,
        path,
        _ -> {},
        () -> {
          found.remove(name);
          for (Path entry : StoredFiles.list(path)) {
            if (!entry.endsWith(ModelLock.FILE)) {
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
}
