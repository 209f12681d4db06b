package app.headroom.supervisor;

import app.headroom.job.Precision;
import app.headroom.job.Stem;
import app.headroom.protocol.WorkerCommand;
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
     * @param passes over the whole song, in this order
     * @param stems the model's, in its order
     */
    record Present(List<WorkerCommand.Pass> passes, List<Stem> stems) implements Answer {
      public Present {
        passes = List.copyOf(passes);
        stems = List.copyOf(stems);
      }

      /** A model of one network. */
      public Present(Path graph, List<Stem> stems) {
        this(List.of(new WorkerCommand.Pass(graph, stems)), stems);
      }
    }

    /**
     * @param reason in words: "it was never fetched"
     */
    record Missing(String reason) implements Answer {}
  }
}
