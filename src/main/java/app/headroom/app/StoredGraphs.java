package app.headroom.app;

import app.headroom.job.Precision;
import app.headroom.models.Model;
import app.headroom.models.ModelCatalogue;
import app.headroom.models.ModelState;
import app.headroom.models.ModelStore;
import app.headroom.models.ReadyModel;
import app.headroom.supervisor.Graphs;
import java.nio.file.Path;
import java.util.Optional;

/** The graphs that the models' store has ready. */
record StoredGraphs(ModelStore store) implements Graphs {

  @Override
  public Answer of(String name, Precision precision) {
    Optional<Model> model = ModelCatalogue.find(name);
    if (model.isEmpty()) {
      return new Answer.Missing("there is no model of that name");
    }
    return switch (store.state(model.get())) {
      case ModelState.Ready(ReadyModel ready) -> {
        Path graph = ready.graphs().get(precision);
        yield graph == null
            ? new Answer.Missing("it was built without this precision")
            : new Answer.Present(graph, model.get().stems());
      }
      case ModelState.Fetched _ -> new Answer.Missing("its network has not been built yet");
      case ModelState.Absent _ -> new Answer.Missing("it was never fetched");
    };
  }
}
