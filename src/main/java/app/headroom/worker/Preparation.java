package app.headroom.worker;

import app.headroom.demucs.graph.GraphBuilder;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.CanonicalWeights;
import app.headroom.demucs.weights.Weights;
import app.headroom.demucs.weights.WeightsException;
import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.models.ModelStore;
import app.headroom.protocol.Phase;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Weights in any accepted form to their canonical form, and that to a graph of each precision. */
final class Preparation {

  private static final List<Precision> PRECISIONS = List.of(Precision.FP32, Precision.INT8);
  private static final int DIGEST_CHARS = 16;

  private final WorkerCommand.Prepare order;
  private final Events events;

  /** Each step is worth the weights' size. */
  private final long stepBytes = Architecture.HTDEMUCS.bytes();

  private final long totalBytes = stepBytes * (1 + PRECISIONS.size());

  Preparation(WorkerCommand.Prepare order, Events events) {
    this.order = order;
    this.events = events;
  }

  /** The worker's last word. */
  WorkerEvent run() {
    try {
      return prepare();
    } catch (WeightsException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed("it could not be built: " + e.getMessage());
    }
  }

  private WorkerEvent prepare() throws IOException {
    progress(0);
    Path canonical = order.modelFolder().resolve(ModelStore.WEIGHTS_FILE);
    String digest;
    try (Weights weights = CanonicalWeights.open(order.weights(), Architecture.HTDEMUCS)) {
      digest = weights.sha256();
    }
    String expected = order.expectedSha256();
    if (expected != null && !expected.equals(digest)) {
      return failed(order.weights() + " holds other weights than the model's");
    }
    Files.createDirectories(order.modelFolder());
    if (!order.weights().equals(canonical)) {
      CanonicalWeights.convert(order.weights(), canonical, Architecture.HTDEMUCS, this::progress);
    }
    progress(stepBytes);
    return new WorkerEvent.Prepared(graphs(canonical, digest));
  }

  private Map<String, Path> graphs(Path canonical, String digest) throws IOException {
    Path folder =
        Files.createDirectories(
            order
                .modelFolder()
                .resolve(digest.substring(0, DIGEST_CHARS) + "-v" + GraphBuilder.BUILDER_VERSION));
    Map<String, Path> graphs = new LinkedHashMap<>();
    try (Weights weights = CanonicalWeights.open(canonical, Architecture.HTDEMUCS)) {
      for (Precision precision : PRECISIONS) {
        String name = precision.name().toLowerCase(Locale.ROOT);
        Path graph = folder.resolve(name + ".onnx");
        if (!Files.exists(graph) || !Files.exists(GraphBuilder.dataOf(graph))) {
          GraphBuilder.build(weights, Architecture.HTDEMUCS, precision, graph);
        }
        graphs.put(name, graph);
        progress(stepBytes * (1 + graphs.size()));
      }
    }
    return graphs;
  }

  private void progress(long doneBytes) {
    events.progress(Phase.PREPARING, doneBytes, totalBytes);
  }

  private WorkerEvent failed(String reason) {
    return new WorkerEvent.Failed(new JobFailure.ModelMissing(order.model(), reason));
  }
}
