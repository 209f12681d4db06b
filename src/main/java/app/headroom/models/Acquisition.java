package app.headroom.models;

import app.headroom.job.JobFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a weight set into its folder: finds what to build from, and builds. Whoever asks holds the
 * folder's lock.
 */
record Acquisition(ShippedWeights shipped, Fetching fetching, PrepareStep prepare) {

  private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

  /** What to build from, and the digest that its parameters must have where that is known. */
  private record Source(Path file, String origin, @Nullable String sha256) {}

  /**
   * @param userFile is taken instead of all other origins when the weights are not stored yet
   */
  ReadyModel.Network acquire(
      Model model,
      WeightSet set,
      ModelFolder stored,
      @Nullable Path userFile,
      Consumer<ModelProgress> progress)
      throws IOException, ModelUnavailableException, InterruptedException {
    Source source = source(model, set, stored, userFile, progress);
    PrepareStep.Prepared made =
        prepare.prepare(
            new PrepareStep.Order(
                model.name(),
                source.file,
                stored.path(),
                source.sha256,
                set.isOwn() ? List.of() : model.stems(),
                set.isOwn() ? List.of() : set.stems()),
            (done, total) ->
                progress.accept(
                    new ModelProgress(ModelPhase.PREPARING, source.origin, done, total)));
    stored.record(source.origin, made, progress);
    for (Origin origin : set.origins()) {
      Files.deleteIfExists(Fetching.target(origin, stored.path()));
    }
    return stored.ready().orElseThrow(() -> ModelUnavailableException.changed(model.name()));
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
        throw ModelUnavailableException.missing(
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

  /** The download, what is unpacked from it, and what is built, all lie there for a moment. */
  private static void requireRoom(Model model, Path folder)
      throws IOException, ModelUnavailableException {
    long needed = (model.diskBytes() + 3 * model.downloadBytes()) / model.weightSets().size();
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new ModelUnavailableException(new JobFailure.DiskFull(folder, needed, free));
    }
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
    throw ModelUnavailableException.missing(
        model.name(),
        answers.isEmpty() ? "its weights are gone; add them again" : String.join("; ", answers));
  }
}
