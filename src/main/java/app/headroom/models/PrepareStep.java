package app.headroom.models;

import app.headroom.job.Precision;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weights to canonical form and to graphs. It takes memory, and therefore happens in a process of
 * its own, which the supervisor starts. Called on one thread at a time for each model.
 */
@FunctionalInterface
public interface PrepareStep {

  /**
   * Leaves {@link ModelStore#WEIGHTS_FILE} in the model's folder, and each graph with all that it
   * needs in one folder below it that holds nothing else. Waits for the end; an interrupt ends the
   * process.
   *
   * @param weights any accepted form; may be the canonical file itself, which then stays as it is
   * @param modelFolder absolute
   * @param weightsSha256 what the digest of the parameters must be, or null where any weights of
   *     the model's shape will do
   * @return the graph's file for FP32 and INT8
   * @throws ModelUnavailableException if the weights are not the model's, or it can't be done here
   */
  Map<Precision, Path> prepare(
      Model model,
      Path weights,
      Path modelFolder,
      @Nullable String weightsSha256,
      ByteProgress progress)
      throws ModelUnavailableException, InterruptedException;
}
