package app.headroom.models;

import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.job.Stem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes files where the real step does, and like it leaves graphs alone that are there. */
final class CopyingPrepareStep implements PrepareStep {

  /** One line for each graph that was built. */
  final List<String> built = new CopyOnWriteArrayList<>();

  /** One line for each call: what was prepared from. */
  final List<Path> sources = new CopyOnWriteArrayList<>();

  /** What is asked for in each call. */
  final List<Order> orders = new CopyOnWriteArrayList<>();

  /** What weights turn out to give of which nothing is known. */
  static final List<Stem> FOUND = List.of(Stem.BASS, Stem.PIANO);

  private final int version;

  CopyingPrepareStep(int version) {
    this.version = version;
  }

  @Override
  public Prepared prepare(Order order, ByteProgress progress)
      throws ModelUnavailableException, InterruptedException {
    orders.add(order);
    Path weights = order.weights();
    Path modelFolder = order.folder();
    sources.add(weights);
    try {
      Path canonical = modelFolder.resolve(ModelStore.WEIGHTS_FILE);
      String content = Files.readString(weights);
      if (content.startsWith("broken")) {
        throw new ModelUnavailableException(
            new JobFailure.ModelMissing(order.model(), "these are no weights"));
      }
      if (!weights.equals(canonical)) {
        Files.copy(weights, canonical, StandardCopyOption.REPLACE_EXISTING);
      }
      Path folder = Files.createDirectories(modelFolder.resolve("graphs-" + version));
      progress.at(content.length(), content.length());
      return new Prepared(
          Map.of(
              Precision.FP32,
              graph(folder.resolve("fp32.onnx"), content),
              Precision.INT8,
              graph(folder.resolve("int8.onnx"), content)),
          order.stems().isEmpty() ? FOUND : order.stems());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path graph(Path file, String content) throws IOException {
    if (Files.notExists(file)) {
      Path data = file.resolveSibling(file.getFileName().toString().replace("onnx", "bin"));
      Files.writeString(data, "data of " + file.getFileName() + " from " + content);
      Files.writeString(file, "graph " + version + " from " + content);
      built.add(file.getFileName().toString());
    }
    return file;
  }
}
