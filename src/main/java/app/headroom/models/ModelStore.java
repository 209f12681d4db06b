package app.headroom.models;

import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one user: {@code <name>/weights.safetensors}, the graphs built from it, and a list
 * of these with their digests. Usable from any thread, and by several processes at once: one makes
 * a model ready, the others wait for it.
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
  private final Fetching fetching;
  private final PrepareStep prepare;
  private final Clock clock;

  /**
   * @param folder of all models; created when needed
   * @param builderVersion of the graphs; those of another version are built anew
   */
  public ModelStore(
      Path folder, int builderVersion, CommandRunner commands, PrepareStep prepare, Clock clock) {
    this(folder, builderVersion, new Fetching(commands), prepare, clock);
  }

  ModelStore(Path folder, int builderVersion, Fetching fetching, PrepareStep prepare, Clock clock) {
    this.folder = folder.toAbsolutePath();
    this.builderVersion = builderVersion;
    this.fetching = fetching;
    this.prepare = prepare;
    this.clock = clock;
  }

  /** Where the model lies, or will. */
  public Path folder(Model model) {
    return folder.resolve(model.name());
  }

  private ModelFolder stored(Model model) {
    return new ModelFolder(folder(model), builderVersion, clock);
  }

  /** Looks at sizes and times only; waits for nobody. */
  public ModelState state(Model model) {
    ModelFolder stored = stored(model);
    Optional<ReadyModel> ready = stored.ready();
    if (ready.isPresent()) {
      return new ModelState.Ready(ready.get());
    }
    return stored.weightsOrigin().isPresent() ? new ModelState.Fetched() : new ModelState.Absent();
  }

  /**
   * Gives the model, and fetches and builds what is missing. Blocks for minutes where that is much;
   * an interrupt ends it, and what was fetched is kept for the next time.
   *
   * @param userFile is taken instead of all other origins when the weights are not here yet
   * @param progress called on this thread and others, one call at a time
   */
  public ReadyModel ensure(
      Model model, Check check, @Nullable Path userFile, Consumer<ModelProgress> progress)
      throws ModelUnavailableException, InterruptedException {
    if (check == Check.LOOK && state(model) instanceof ModelState.Ready(ReadyModel ready)) {
      return ready;
    }
    ModelFolder stored = stored(model);
    try {
      Files.createDirectories(stored.path());
      Runnable waiting = () -> progress.accept(new ModelProgress(ModelPhase.WAITING, "", 0, 0));
      try (ModelLock _ = ModelLock.take(stored.path().resolve(LOCK), waiting)) {
        stored.tidy();
        stored.check(check == Check.READ, progress);
        Optional<ReadyModel> ready = stored.ready();
        return ready.isPresent() ? ready.get() : make(model, stored, userFile, progress);
      }
    } catch (IOException e) {
      StoredFiles.rethrowInterrupt(e);
      throw missing(
          model, "its folder " + stored.path() + " cannot be used: " + StoredFiles.words(e));
    }
  }

  private ReadyModel make(
      Model model, ModelFolder stored, @Nullable Path userFile, Consumer<ModelProgress> progress)
      throws IOException, ModelUnavailableException, InterruptedException {
    Source source = source(model, stored, userFile, progress);
    Map<Precision, Path> graphs =
        prepare.prepare(
            model,
            source.file,
            stored.path(),
            source.sha256,
            (done, total) ->
                progress.accept(
                    new ModelProgress(ModelPhase.PREPARING, source.origin, done, total)));
    stored.record(source.origin, graphs, progress);
    for (Origin origin : model.origins()) {
      Files.deleteIfExists(Fetching.target(origin, stored.path()));
    }
    return stored
        .ready()
        .orElseThrow(() -> missing(model, "its files changed while they were made"));
  }

  /** Stored before, given by the user, fetched before, or fetched now. */
  private Source source(
      Model model, ModelFolder stored, @Nullable Path userFile, Consumer<ModelProgress> progress)
      throws IOException, ModelUnavailableException, InterruptedException {
    Optional<String> origin = stored.weightsOrigin();
    if (origin.isPresent()) {
      return new Source(stored.weights(), origin.get(), null);
    }
    if (userFile != null) {
      if (!Files.isReadable(userFile) || Files.isDirectory(userFile)) {
        throw missing(model, "the file " + userFile + " that was given for it cannot be read");
      }
      return new Source(userFile.toAbsolutePath(), userFile.toString(), null);
    }
    for (Origin each : model.origins()) {
      Path file = Fetching.target(each, stored.path());
      if (Files.exists(file) && stored.isGenuine(file, each.sha256(), progress)) {
        return new Source(file, each.description(), model.weightsSha256());
      }
    }
    requireRoom(model, stored.path());
    return fetch(model, stored, progress);
  }

  private Source fetch(Model model, ModelFolder stored, Consumer<ModelProgress> progress)
      throws ModelUnavailableException, InterruptedException {
    List<String> answers = new ArrayList<>();
    for (Origin origin : model.origins()) {
      Path target = Fetching.target(origin, stored.path());
      try {
        fetching.fetch(origin, target, progress);
        return new Source(target, origin.description(), model.weightsSha256());
      } catch (IOException e) {
        StoredFiles.rethrowInterrupt(e);
        LOG.info("{} did not give the model {}", origin.description(), model.name(), e);
        answers.add(origin.description() + ": " + StoredFiles.words(e));
      }
    }
    throw missing(model, String.join("; ", answers));
  }

  /** The download, what is unpacked from it, and what is built, all lie there for a moment. */
  private static void requireRoom(Model model, Path folder)
      throws IOException, ModelUnavailableException {
    long needed = model.diskBytes() + 3 * model.downloadBytes();
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new ModelUnavailableException(new JobFailure.DiskFull(folder, needed, free));
    }
  }

  private static ModelUnavailableException missing(Model model, String reason) {
    return new ModelUnavailableException(new JobFailure.ModelMissing(model.name(), reason));
  }
}
