package app.headroom.worker;

import static java.util.stream.Collectors.joining;

import app.headroom.demucs.graph.GraphBuilder;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.CanonicalWeights;
import app.headroom.demucs.weights.ChosenSources;
import app.headroom.demucs.weights.Weights;
import app.headroom.demucs.weights.WeightsException;
import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.job.Stem;
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
  private long stepBytes;

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
    Architecture architecture = CanonicalWeights.architecture(order.weights());
    stepBytes = architecture.bytes();
    List<Stem> modelStems = modelStems(architecture);
    List<Stem> stems = order.stems().isEmpty() ? modelStems : order.stems();
    Path canonical = order.modelFolder().resolve(ModelStore.WEIGHTS_FILE);
    String digest;
    try (Weights weights = CanonicalWeights.open(order.weights(), architecture)) {
      digest = weights.sha256();
    }
    String expected = order.expectedSha256();
    if (expected != null && !expected.equals(digest)) {
      return failed(order.weights() + " holds other weights than the model's");
    }
    Files.createDirectories(order.modelFolder());
    if (!order.weights().equals(canonical)) {
      CanonicalWeights.convert(order.weights(), canonical, architecture, this::progress);
    }
    progress(stepBytes);
    List<Integer> chosen = stems.stream().map(modelStems::indexOf).toList();
    return new WorkerEvent.Prepared(graphs(canonical, architecture, digest, chosen), stems);
  }

  /** How the weights' sources are called. */
  private List<Stem> modelStems(Architecture architecture) throws WeightsException {
    List<Stem> expected = order.modelStems();
    if (expected.isEmpty()) {
      return switch (architecture.sources()) {
        case 4 -> List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);
        case 6 -> List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS, Stem.GUITAR, Stem.PIANO);
        default ->
            throw new WeightsException(
                order.weights(),
                "a network of "
                    + architecture.sources()
                    + " stems, of which nobody knows how they are called; those of 4 and 6 can be"
                    + " used");
      };
    }
    if (expected.size() != architecture.sources() || !expected.containsAll(order.stems())) {
      throw new WeightsException(
          order.weights(),
          "a network of " + architecture.sources() + " stems, and not of " + expected.size());
    }
    return expected;
  }

  private Map<String, Path> graphs(
      Path canonical, Architecture architecture, String digest, List<Integer> chosen)
      throws IOException {
    boolean all = chosen.size() == architecture.sources();
    String name =
        digest.substring(0, DIGEST_CHARS)
            + "-v"
            + GraphBuilder.BUILDER_VERSION
            + (all ? "" : "-" + chosen.stream().map(String::valueOf).collect(joining("-")));
    Path folder = Files.createDirectories(order.modelFolder().resolve(name));
    Map<String, Path> graphs = new LinkedHashMap<>();
    try (Weights weights = CanonicalWeights.open(canonical, architecture)) {
      var of = new ChosenSources(weights, architecture, chosen);
      for (Precision precision : PRECISIONS) {
        String id = precision.name().toLowerCase(Locale.ROOT);
        Path graph = folder.resolve(id + ".onnx");
        if (!Files.exists(graph) || !Files.exists(GraphBuilder.dataOf(graph))) {
          GraphBuilder.build(of, of.architecture(), precision, graph);
        }
        graphs.put(id, graph);
        progress(stepBytes * (1 + graphs.size()));
      }
    }
    return graphs;
  }

  private void progress(long doneBytes) {
    events.progress(Phase.PREPARING, doneBytes, stepBytes * (1 + PRECISIONS.size()));
  }

  private WorkerEvent failed(String reason) {
    return new WorkerEvent.Failed(new JobFailure.ModelMissing(order.model(), reason));
  }
}
