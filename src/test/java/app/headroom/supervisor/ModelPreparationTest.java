package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.WeightsFile;
import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.job.Stem;
import app.headroom.models.ByteProgress;
import app.headroom.models.ModelCatalogue;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import app.headroom.models.PrepareStep;
import app.headroom.testing.RandomWeights;
import app.headroom.testing.TestModel;
import app.headroom.testing.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ModelPreparationTest {

  @TempDir Path folder;

  @Test
  @Tag("slow")
  void buildsGraphsOnceFromWhatNpmHas() throws Exception {
    List<Long> progress = new ArrayList<>();
    Map<Precision, Path> graphs = prepare(TestModel.npmGraph(), (done, _) -> progress.add(done));
    assertThat(graphs).containsOnlyKeys(Precision.FP32, Precision.INT8);
    assertThat(graphs.values()).allSatisfy(graph -> assertThat(graph).isRegularFile());
    assertThat(graphs.values().stream().map(Path::getParent).distinct()).hasSize(1);
    assertThat(progress).isSorted().hasSizeGreaterThan(3);

    FileTime built = Files.getLastModifiedTime(graphs.getOrDefault(Precision.INT8, folder));
    Map<Precision, Path> again = prepare(folder.resolve(ModelStore.WEIGHTS_FILE), (_, _) -> {});
    assertThat(again).isEqualTo(graphs);
    assertThat(Files.getLastModifiedTime(graphs.getOrDefault(Precision.INT8, folder)))
        .isEqualTo(built);
  }

  @Test
  void refusesWhatHoldsNoWeights() throws Exception {
    Path text = Files.writeString(folder.resolve("weights"), "once upon a time");
    assertThatThrownBy(() -> prepare(text, (_, _) -> {}))
        .isInstanceOfSatisfying(
            ModelUnavailableException.class,
            e -> assertThat(e.failure()).isInstanceOf(JobFailure.ModelMissing.class));
    assertThat(folder.resolve(ModelStore.WEIGHTS_FILE)).doesNotExist();
  }

  @Test
  @Tag("slow")
  void refusesOtherWeights() {
    assertThatThrownBy(
            () -> preparation().prepare(order(TestModel.npmGraph(), "0".repeat(64)), (_, _) -> {}))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("other weights");
    assertThat(folder.resolve(ModelStore.WEIGHTS_FILE)).doesNotExist();
  }

  /** Told by their shapes alone. */
  @Test
  @Tag("slow")
  void findsOutWhatWeightsOfTheUsersOwnAre() throws Exception {
    Path six =
        WeightsFile.write(
            folder.resolve("six.safetensors"), new RandomWeights(Architecture.HTDEMUCS_6S, 1));
    PrepareStep.Prepared prepared =
        preparation()
            .prepare(
                new PrepareStep.Order("mine", six, folder, null, List.of(), List.of()),
                (_, _) -> {});
    assertThat(prepared.stems()).isEqualTo(ModelCatalogue.HTDEMUCS_6S.stems());
    assertThat(prepared.graphs()).containsOnlyKeys(Precision.FP32, Precision.INT8);

    assertThatThrownBy(() -> preparation().prepare(order(six, null), (_, _) -> {}))
        .hasMessageContaining("six.safetensors")
        .hasMessageContaining("a network of 6 stems, and not of 4");
    Path five =
        WeightsFile.write(
            folder.resolve("five.safetensors"), new RandomWeights(new Architecture(5, 512), 1));
    assertThatThrownBy(
            () ->
                preparation()
                    .prepare(
                        new PrepareStep.Order("mine", five, folder, null, List.of(), List.of()),
                        (_, _) -> {}))
        .hasMessageContaining("a network of 5 stems");
  }

  private Map<Precision, Path> prepare(Path weights, ByteProgress progress) throws Exception {
    String sha256 = ModelCatalogue.HTDEMUCS.weightSets().getFirst().weightsSha256();
    return preparation().prepare(order(weights, sha256), progress).graphs();
  }

  private PrepareStep.Order order(Path weights, @Nullable String sha256) {
    List<Stem> stems = ModelCatalogue.HTDEMUCS.stems();
    return new PrepareStep.Order("htdemucs", weights, folder, sha256, stems, stems);
  }

  private static ModelPreparation preparation() {
    return new ModelPreparation(Workplace.program(), Workplace.NATIVES);
  }
}
