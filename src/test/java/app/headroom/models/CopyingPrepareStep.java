package app.headroom.models;

import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Makes files where the real step does, and like it leaves graphs alone that are there. */
final class CopyingPrepareStep implements PrepareStep {

  /** One line for each graph that was built. */
  final List<String> built = new CopyOnWriteArrayList<>();

  /** One line for each call: what was prepared from. */
  final List<Path> sources = new CopyOnWriteArrayList<>();

  private final int version;

  CopyingPrepareStep(int version) {
    this.version = version;
  }

  @Override
  public Map<Precision, Path> prepare(
      Model model,
      Path weights,
      Path modelFolder,
      @Nullable String weightsSha256,
      ByteProgress progress)
      throws ModelUnavailableException, InterruptedException {
    sources.add(weights);
    try {
      Path canonical = modelFolder.resolve(ModelStore.WEIGHTS_FILE);
      String content = Files.readString(weights);
      if (content.startsWith("broken")) {
        throw new ModelUnavailableException(
            new JobFailure.ModelMissing(model.name(), "these are no weights"));
      }
      if (!weights.equals(canonical)) {
        Files.copy(weights, canonical, StandardCopyOption.REPLACE_EXISTING);
      }
      Path folder = Files.createDirectories(modelFolder.resolve("graphs-" + version));
      progress.at(content.length(), content.length());
      return Map.of(
          Precision.FP32,
          graph(folder.resolve("fp32.onnx"), content),
          Precision.INT8,
          graph(folder.resolve("int8.onnx"), content));
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
