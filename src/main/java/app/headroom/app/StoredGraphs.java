package app.headroom.app;

import app.headroom.job.Precision;
import app.headroom.models.Model;
import app.headroom.models.ModelState;
import app.headroom.models.ModelStore;
import app.headroom.models.ReadyModel;
import app.headroom.protocol.WorkerCommand;
import app.headroom.supervisor.Graphs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The graphs that the models' store has ready. */
record StoredGraphs(ModelStore store) implements Graphs {

  @Override
  public Answer of(String name, Precision precision) {
    Optional<Model> model = store.find(name);
    if (model.isEmpty()) {
      return new Answer.Missing("there is no model of that name");
    }
    return switch (store.state(model.get())) {
      case ModelState.Ready(ReadyModel ready) -> {
        List<WorkerCommand.Pass> passes = passes(ready, precision);
        yield passes.size() < ready.networks().size()
            ? new Answer.Missing("it was built without this precision")
            : new Answer.Present(passes, model.get().stems());
      }
      case ModelState.Fetched _ -> new Answer.Missing("its network has not been built yet");
      case ModelState.Absent _ -> new Answer.Missing("it was never fetched");
    };
  }

  private static List<WorkerCommand.Pass> passes(ReadyModel ready, Precision precision) {
    List<WorkerCommand.Pass> passes = new ArrayList<>();
    for (ReadyModel.Network network : ready.networks()) {
      Path graph = network.graphs().get(precision);
      if (graph != null) {
        passes.add(new WorkerCommand.Pass(graph.toAbsolutePath(), network.stems()));
      }
    }
    return passes;
  }
}
