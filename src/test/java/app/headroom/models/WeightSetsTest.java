package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.Stem;
import app.headroom.models.ModelStore.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of several weight sets, each small and made up. */
class WeightSetsTest {

  @TempDir Path folder;
  private final List<ModelProgress> progress = new CopyOnWriteArrayList<>();
  private final CopyingPrepareStep step = new CopyingPrepareStep(1);
  private FileServer server;
  private ModelStore store;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer(SmallModels.WEIGHTS);
    store = SmallModels.store(folder, 1, ShippedWeights.NONE, step);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void makesEachWeightSetOfAModelReadyInAFolderOfItsOwn() throws Exception {
    Model bag = SmallModels.bag(server);
    assertThat(store.state(bag)).isInstanceOf(ModelState.Absent.class);
    ReadyModel ready = store.ensure(bag, Check.LOOK, null, progress::add);
    assertThat(ready.networks())
        .extracting(ReadyModel.Network::stems)
        .containsExactly(List.of(Stem.VOCALS), List.of(Stem.DRUMS));
    assertThat(ready.networks())
        .extracting(ReadyModel.Network::weights)
        .containsExactly(
            folder.resolve("bag/first/weights.safetensors"),
            folder.resolve("bag/second/weights.safetensors"));
    assertThat(step.orders)
        .allSatisfy(order -> assertThat(order.modelStems()).isEqualTo(bag.stems()));
    assertThat(store.state(bag)).isEqualTo(new ModelState.Ready(ready));

    Files.delete(folder.resolve("bag/second/weights.safetensors"));
    assertThat(store.state(bag)).isInstanceOf(ModelState.Absent.class);
    assertThat(store.ensure(bag, Check.LOOK, null, progress::add)).isEqualTo(ready);
    assertThat(server.ranges()).hasSize(3);
  }

  @Test
  void takesTheWeightSetsOfAModelFromAFolderOfTheUsers() throws Exception {
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("first.safetensors"), "one");
    Files.writeString(mine.resolve("second.safetensors"), "two");
    ReadyModel ready = store.ensure(SmallModels.bag(server), Check.LOOK, mine, progress::add);
    assertThat(ready.networks().getLast().weights()).hasContent("two");
    assertThat(server.ranges()).isEmpty();
  }
}
