package app.headroom.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights that came with the program, under the names under which they are published. They are read
 * where they lie, and never touched.
 *
 * @param folders that may hold some; need not exist
 */
public record ShippedWeights(List<Path> folders) {

  public static final ShippedWeights NONE = new ShippedWeights(List.of());

  private static final Logger LOG = LoggerFactory.getLogger(ShippedWeights.class);

  public ShippedWeights {
    folders = List.copyOf(folders);
  }

  /** A file, and which origin published it. */
  record Found(Path file, Origin origin) {}

  /** Whether there is a file of that set's name; reads nothing. */
  boolean has(WeightSet set) {
    return !candidates(set).isEmpty();
  }

  /** The first that is what was published. */
  Optional<Found> genuine(WeightSet set, Consumer<ModelProgress> progress) throws IOException {
    for (Found found : candidates(set)) {
      String name = found.file.getFileName().toString();
      String sha256 =
          StoredFiles.sums(
                  found.file,
                  (done, total) ->
                      progress.accept(new ModelProgress(ModelPhase.CHECKING, name, done, total)))
              .sha256();
      if (sha256.equals(found.origin.sha256())) {
        return Optional.of(found);
      }
      LOG.warn("{} came with the program, but is not what was published", found.file);
    }
    return Optional.empty();
  }

  private List<Found> candidates(WeightSet set) {
    return folders.stream()
        .flatMap(
            folder ->
                set.origins().stream()
                    .map(origin -> new Found(Fetching.target(origin, folder), origin)))
        .filter(found -> Files.isRegularFile(found.file))
        .toList();
  }
}
