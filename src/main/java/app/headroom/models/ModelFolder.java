package app.headroom.models;

import app.headroom.job.Precision;
import app.headroom.job.Stem;
import app.headroom.models.Manifest.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one weight set. {@link #ready} and {@link #weightsOrigin} may be asked at any time,
 * all else needs the folder's lock.
 */
final class ModelFolder {

  /** Is in the name of what is not complete, and of no use if its process is gone. */
  static final String PARTIAL = ".part";

  /** Begins the name of a folder that a step uses for itself. */
  static final String WORK_FOLDER = "work-";

  private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);
  static final String MANIFEST = "model.json";

  private static final String CORRUPT = ".corrupt-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path path;
  private final List<Stem> known;
  private final int builderVersion;
  private final Clock clock;

  /**
   * @param known the stems that its graphs give; empty if they were found out when it was made
   */
  ModelFolder(Path path, List<Stem> known, int builderVersion, Clock clock) {
    this.path = path;
    this.known = List.copyOf(known);
    this.builderVersion = builderVersion;
    this.clock = clock;
  }

  Path path() {
    return path;
  }

  Path weights() {
    return path.resolve(ModelStore.WEIGHTS_FILE);
  }

  /** The model, if all its files look as they did when they were stored; reads none of them. */
  Optional<ReadyModel.Network> ready() {
    return manifest()
        .filter(manifest -> manifest.builderVersion() == builderVersion)
        .filter(manifest -> !manifest.graphs().isEmpty())
        .filter(manifest -> manifest.weights().looksLike(weights()))
        .filter(this::graphsUntouched)
        .map(this::network);
  }

  /** Where the weights came from, if they look as they did when they were stored. */
  Optional<String> weightsOrigin() {
    return manifest()
        .filter(manifest -> manifest.weights().looksLike(weights()))
        .map(Manifest::origin);
  }

  private Optional<Manifest> manifest() {
    try {
      return Optional.of(Manifest.read(path.resolve(MANIFEST)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean graphsUntouched(Manifest manifest) {
    return manifest.graphFiles().entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue().crc32c() != null
                    && entry.getValue().looksLike(path.resolve(entry.getKey())));
  }

  private ReadyModel.Network network(Manifest manifest) {
    Map<Precision, Path> graphs = new EnumMap<>(Precision.class);
    manifest.graphs().forEach((precision, name) -> graphs.put(precision, path.resolve(name)));
    return new ReadyModel.Network(stems(manifest), weights(), graphs);
  }

  private List<Stem> stems(Manifest manifest) {
    List<Stem> found = manifest.stems();
    return found == null ? known : found;
  }

  /** What is known of a model of the user's own, if one is here. */
  Optional<Model> own(String name) {
    return manifest()
        .filter(manifest -> manifest.stems() != null)
        .map(
            manifest ->
                new Model(
                    name,
                    stems(manifest),
                    0,
                    manifest.bytes(),
                    "Your own, from " + manifest.origin() + ".",
                    List.of(),
                    null));
  }

  /** Removes what was left by a process that was ended in the middle. */
  void tidy() throws IOException {
    for (Path entry : StoredFiles.list(path)) {
      if (entry.getFileName().toString().startsWith(WORK_FOLDER)) {
        StoredFiles.delete(entry);
      } else if (Files.isDirectory(entry)) {
        deletePartial(StoredFiles.list(entry));
      }
    }
    deletePartial(StoredFiles.list(path));
  }

  private static void deletePartial(List<Path> files) throws IOException {
    for (Path file : files) {
      if (file.getFileName().toString().contains(PARTIAL)) {
        StoredFiles.delete(file);
      }
    }
  }

  /**
   * Compares stored files with their digests: those that look touched, or all of them. What differs
   * is set aside; {@link #ready} and {@link #weightsOrigin} then tell what is left.
   */
  void check(boolean all, Consumer<ModelProgress> progress) throws IOException {
    Path list = path.resolve(MANIFEST);
    if (Files.notExists(list)) {
      return;
    }
    Manifest manifest;
    try {
      manifest = Manifest.read(list);
    } catch (IOException e) {
      LOG.warn("What is stored in {} is not known any more: {}", path, StoredFiles.words(e));
      setAside(list);
      return;
    }
    StoredFile weights = checked(weights(), manifest.weights(), all, progress);
    if (weights == null) {
      Files.delete(list);
      return;
    }
    Map<String, StoredFile> graphFiles = new HashMap<>();
    Set<Path> damaged = new HashSet<>();
    for (Map.Entry<String, StoredFile> entry : manifest.graphFiles().entrySet()) {
      Path file = path.resolve(entry.getKey());
      StoredFile checked = checked(file, entry.getValue(), all, progress);
      if (checked == null) {
        damaged.add(path.resolve(path.relativize(file).getName(0)));
      } else {
        graphFiles.put(entry.getKey(), checked);
      }
    }
    for (Path folder : damaged) {
      StoredFiles.delete(folder); // what is left in it must not be taken for a whole graph
    }
    boolean graphsGood = damaged.isEmpty() && manifest.builderVersion() == builderVersion;
    Manifest good = manifest.with(weights, graphFiles);
    Manifest now = graphsGood ? good : good.withoutGraphs();
    if (!now.equals(manifest)) {
      now.write(list);
    }
  }

  private @Nullable StoredFile checked(
      Path file, StoredFile stored, boolean all, Consumer<ModelProgress> progress)
      throws IOException {
    if (!all && stored.crc32c() != null && stored.looksLike(file)) {
      return stored;
    }
    if (Files.notExists(file)) {
      LOG.warn("{} is gone; it is made anew", file);
      return null;
    }
    StoredFiles.Sums sums = sums(file, progress);
    if (!sums.sha256().equals(stored.sha256())) {
      setAside(file);
      return null;
    }
    return StoredFile.of(file, sums);
  }

  /** Whether a file has its digest; if not, it is set aside. */
  boolean isGenuine(Path file, String sha256, Consumer<ModelProgress> progress) throws IOException {
    boolean genuine = sums(file, progress).sha256().equals(sha256);
    if (!genuine) {
      setAside(file);
    }
    return genuine;
  }

  private void setAside(Path file) throws IOException {
    String name = file.getFileName() + CORRUPT;
    for (Path entry : StoredFiles.list(path)) {
      if (entry.getFileName().toString().startsWith(name)) {
        Files.delete(entry); // one is enough to look at; they are large
      }
    }
    Path aside = path.resolve(name + TIME.format(clock.instant()));
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    LOG.warn("{} is damaged; it is kept as {} and made anew", file, aside.getFileName());
  }

  private StoredFiles.Sums sums(Path file, Consumer<ModelProgress> progress) throws IOException {
    String name = path.relativize(file).toString();
    return StoredFiles.sums(
        file,
        (done, total) ->
            progress.accept(new ModelProgress(ModelPhase.CHECKING, name, done, total)));
  }

  /** Remembers what has been made, and removes the folders of earlier graphs. */
  void record(String origin, PrepareStep.Prepared made, Consumer<ModelProgress> progress)
      throws IOException {
    Map<Precision, Path> graphs = made.graphs();
    Map<String, StoredFile> files = new HashMap<>();
    Set<Path> folders = graphs.values().stream().map(Path::getParent).collect(Collectors.toSet());
    for (Path folder : folders) {
      for (Path file : StoredFiles.list(folder)) {
        files.put(name(file), StoredFile.of(file, sums(file, progress)));
      }
    }
    Map<Precision, String> names = new EnumMap<>(Precision.class);
    graphs.forEach((precision, graph) -> names.put(precision, name(graph)));
    StoredFile weights = StoredFile.of(weights(), sums(weights(), progress));
    List<Stem> found = known.isEmpty() ? made.stems() : null;
    new Manifest(Manifest.FORMAT, origin, weights, builderVersion, files, names, found)
        .write(path.resolve(MANIFEST));
    for (Path entry : StoredFiles.list(path)) {
      if (Files.isDirectory(entry) && !folders.contains(entry)) {
        StoredFiles.delete(entry);
      }
    }
  }

  private String name(Path file) {
    return path.relativize(file).toString().replace('\\', '/');
  }
}
