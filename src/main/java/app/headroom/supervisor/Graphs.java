package app.headroom.supervisor;

import app.headroom.job.Precision;
import app.headroom.job.Stem;
import java.nio.file.Path;
import java.util.List;

/** Where the models' graphs lie on this machine. Safe from any thread; does not wait long. */
@FunctionalInterface
public interface Graphs {

  /**
   * @param precision FP32 or INT8
   */
  Answer of(String model, Precision precision);

  sealed interface Answer {

    /**
     * @param stems the model's, in the order of its outputs
     */
    record Present(Path graph, List<Stem> stems) implements Answer {
      public Present {
        stems = List.copyOf(stems);
      }
    }

    /**
     * @param reason in words: "it was never fetched"
     */
    record Missing(String reason) implements Answer {}
  }
}
