package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.models.ModelStore.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that the user adds, of small made-up weights. */
class OwnModelsTest {

  @TempDir Path folder;
  private final List<ModelProgress> progress = new CopyOnWriteArrayList<>();
  private final CopyingPrepareStep step = new CopyingPrepareStep(1);
  private Path models;
  private ModelStore store;

  @BeforeEach
  void start() throws IOException {
    models = Files.createDirectories(folder.resolve("models"));
    store = SmallModels.store(models, 1, ShippedWeights.NONE, step);
  }

  private Path own(String content) throws IOException {
    return Files.writeString(
        Files.createDirectories(folder.resolve("own")).resolve("a.safetensors"), content);
  }

  @Test
  void addsAModelOfTheUsersOwnAndFindsItAgain() throws Exception {
    Model added = store.add(own("mine"), "my-band", progress::add);
    assertThat(added.stems()).isEqualTo(CopyingPrepareStep.FOUND);
    assertThat(step.orders).extracting(PrepareStep.Order::stems).containsExactly(List.of());

    ModelStore later = SmallModels.store(models, 2, ShippedWeights.NONE, new CopyingPrepareStep(2));
    assertThat(later.find("my-band")).contains(added);
    assertThat(later.models()).endsWith(added).hasSize(ModelCatalogue.models().size() + 1);
    assertThat(later.state(added)).isInstanceOf(ModelState.Fetched.class);
    ReadyModel ready = later.ensure(added, Check.READ, null, progress::add);
    assertThat(ready.first().stems()).isEqualTo(CopyingPrepareStep.FOUND);
    assertThat(ready.first().weights()).hasContent("mine");
    assertThat(later.find("my-band").orElseThrow().stems()).isEqualTo(CopyingPrepareStep.FOUND);
  }

  @Test
  void neverReplacesAModel() throws Exception {
    store.add(own("mine"), "Band", progress::add);
    for (String name : List.of("Band", "BAND", "htdemucs", "HTDemucs_6s")) {
      assertThat(SmallModels.refusal(() -> store.add(own("other"), name, progress::add)).what())
          .contains("already");
    }
    Path foreign = Files.createDirectories(models.resolve("notes")).resolve("diary");
    Files.writeString(foreign, "dear diary");
    assertThat(SmallModels.refusal(() -> store.add(own("other"), "notes", progress::add)).what())
        .contains("already");
    assertThat(foreign).hasContent("dear diary");
    assertThat(models.resolve("Band/weights.safetensors")).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "../up", "a/b", "a\\b", "/etc", "nul\0", "a b", "ä", "-x", "CON", "lpt1"
      })
  void takesNoNameThatCouldLeadElsewhere(String name) throws Exception {
    Path file = own("mine");
    assertThat(SmallModels.refusal(() -> store.add(file, name, progress::add)).what())
        .contains("cannot be a model's name");
    assertThat(SmallModels.refusal(() -> store.remove(name)).what()).contains("is stored");
    assertThat(models).isEmptyDirectory();
    assertThat(file).exists();
    assertThat(step.sources).isEmpty();
  }

  @Test
  void leavesNothingOfWeightsThatAreNone() throws Exception {
    assertThat(SmallModels.refusal(() -> store.add(own("broken"), "band", progress::add)).what())
        .contains("no weights");
    assertThat(
            SmallModels.refusal(() -> store.add(models.resolve("none"), "band", progress::add))
                .what())
        .contains("cannot be read");
    assertThat(models).isEmptyDirectory();
  }

  @Test
  void removesAModel() throws Exception {
    Path file = own("mine");
    store.add(file, "band", progress::add);
    assertThat(store.find("band")).isPresent();
    store.remove("band");
    assertThat(store.find("band")).isEmpty();
    assertThat(models).isEmptyDirectory();
    assertThat(file).exists();
    assertThat(SmallModels.refusal(() -> store.remove("band")).what())
        .contains("no model called band");
    store.add(file, "band", progress::add);
    assertThat(store.find("band")).isPresent();
  }
}
