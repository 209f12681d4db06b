package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.models.ModelStore.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From where a model is taken, and what is said if it cannot be had. */
class AcquisitionTest extends WithSmallModel {

  @Test
  void makesAModelReadyFromTheFirstOriginThatAnswers() throws Exception {
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
    ReadyModel ready = ensure();
    assertThat(ready.first().weights())
        .isEqualTo(inFolder("weights.safetensors"))
        .hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(ready.first().graphs()).containsOnlyKeys(Precision.FP32, Precision.INT8);
    assertThat(ready.first().graphs().get(Precision.FP32))
        .isEqualTo(inFolder("graphs-1/fp32.onnx"))
        .exists();
    assertThat(store.state(model)).isEqualTo(new ModelState.Ready(ready));
    assertThat(step.sources).containsExactly(inFolder("small.safetensors"));
    assertThat(inFolder("small.safetensors")).doesNotExist();
    assertThat(progress)
        .extracting(ModelProgress::phase)
        .startsWith(ModelPhase.FETCHING)
        .contains(ModelPhase.PREPARING)
        .doesNotContain(ModelPhase.WAITING);
  }

  @Test
  void saysWhatEachOriginSaidAndTheWayOut() {
    server.close();
    JobFailure failure = SmallModels.refusal(this::ensure);
    assertThat(failure.what())
        .contains("npm package small 1.0.0: npm is not installed")
        .contains("127.0.0.1: it can't be reached");
    assertThat(failure.remedy()).contains("headroom models fetch small").contains("--from FILE");
    assertThat(failure.retryable()).isTrue();
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
  }

  @Test
  void takesTheUsersFileAndLeavesItAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.safetensors"), "my own weights");
    ReadyModel ready = ensure(Check.LOOK, file);
    assertThat(ready.first().weights()).hasContent("my own weights");
    assertThat(file).hasContent("my own weights");
    assertThat(server.ranges()).isEmpty();
  }

  @Test
  void takesWhatCameWithTheProgramWithoutANetworkAndLeavesItAlone(@TempDir Path program)
      throws Exception {
    Path weights = Files.write(program.resolve("small.safetensors"), SmallModels.WEIGHTS);
    assertThat(weights.toFile().setWritable(false)).isTrue();
    server.close();
    store = SmallModels.store(folder, 1, new ShippedWeights(List.of(program)), step);

    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    ensure();
    assertThat(store.state(model)).isInstanceOf(ModelState.Ready.class);
    assertThat(program.toFile().list()).containsExactly("small.safetensors");
    assertThat(weights).hasBinaryContent(SmallModels.WEIGHTS);
  }

  @Test
  void doesNotTrustWhatCameWithTheProgramBlindly(@TempDir Path program) throws Exception {
    Files.writeString(program.resolve("small.safetensors"), "something else");
    store = SmallModels.store(folder, 1, new ShippedWeights(List.of(program)), step);

    assertThat(ensure().first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
  }

  @Test
  void saysThatTheUsersFileIsNotThere() {
    Path file = folder.resolve("gone.safetensors");
    assertThatThrownBy(() -> ensure(Check.LOOK, file))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("the file " + file + " that was given for it cannot be read");
    assertThat(server.ranges()).isEmpty();
  }

  @Test
  void passesOnWhyWeightsCannotBePrepared() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.safetensors"), "broken");
    assertThatThrownBy(() -> ensure(Check.LOOK, file)).hasMessageContaining("these are no weights");
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
  }

  @Test
  void keepsWhatWasFetchedWhenPreparingIsInterrupted() throws Exception {
    var begun = new CountDownLatch(1);
    ModelStore interrupted =
        store(
            1,
            (order, bytes) -> {
              begun.countDown();
              new CountDownLatch(1).await();
              throw new AssertionError();
            });
    var outcome =
        new FutureTask<Object>(() -> interrupted.ensure(model, Check.LOOK, null, p -> {}));
    Thread caller = Thread.ofPlatform().start(outcome);
    awaitUnlessOver(begun, outcome);
    caller.interrupt();
    assertThatThrownBy(outcome::get).hasCauseInstanceOf(InterruptedException.class);
    ensure();
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void doesNotTrustAFetchedFileBlindly() throws Exception {
    Files.createDirectories(inFolder(""));
    Files.writeString(inFolder("small.safetensors"), "half of it");
    assertThat(ensure().first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(inFolder("small.safetensors" + CORRUPT)).hasContent("half of it");
  }
}
