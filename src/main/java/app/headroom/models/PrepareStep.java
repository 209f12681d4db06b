package app.headroom.models;

import app.headroom.job.Precision;
import app.headroom.job.Stem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weights to canonical form and to graphs. It takes memory, and therefore happens in a process of
 * its own, which the supervisor starts. Called on one thread at a time for each folder.
 */
@FunctionalInterface
public interface PrepareStep {

  /**
   * @param model its name
   * @param weights any accepted form; may be the canonical file itself, which then stays as it is
   * @param folder absolute; where the results are left
   * @param weightsSha256 what the digest of the parameters must be, or null where any weights of
   *     the model's shape will do
   * @param modelStems what the weights give, in the order of their outputs; empty where that is to
   *     be found out
   * @param stems those of them that the graphs shall give; empty for all
   */
  record Order(
      String model,
      Path weights,
      Path folder,
      @Nullable String weightsSha256,
      List<Stem> modelStems,
      List<Stem> stems) {

    public Order {
      modelStems = List.copyOf(modelStems);
      stems = List.copyOf(stems);
    }
  }

  /**
   * @param graphs the graph's file for FP32 and INT8
   * @param stems what they give, in the order of their outputs
   */
  record Prepared(Map<Precision, Path> graphs, List<Stem> stems) {
    public Prepared {
      graphs = Map.copyOf(graphs);
      stems = List.copyOf(stems);
    }
  }

  /**
   * Leaves {@link ModelStore#WEIGHTS_FILE} in the folder, and each graph with all that it needs in
   * one folder below it that holds nothing else. Waits for the end; an interrupt ends the process.
   *
   * @throws ModelUnavailableException if the weights are not the model's, or it can't be done here
   */
  Prepared prepare(Order order, ByteProgress progress)
      throws ModelUnavailableException, InterruptedException;
}
