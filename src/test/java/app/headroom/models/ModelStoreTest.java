package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.models.ModelStore.Check;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With small made-up weights from a server on this machine, and without npm. */
class ModelStoreTest {

  private static final String CORRUPT = ".corrupt-20261122T123456Z";

  @TempDir Path folder;
  private final List<ModelProgress> progress = new CopyOnWriteArrayList<>();
  private final CopyingPrepareStep step = new CopyingPrepareStep(1);
  private FileServer server;
  private Model model;
  private ModelStore store;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer(SmallModels.WEIGHTS);
    model = SmallModels.model(server);
    store = store(1, step);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ModelStore store(int builderVersion, PrepareStep prepare) {
    return SmallModels.store(folder, builderVersion, ShippedWeights.NONE, prepare);
  }

  private ReadyModel ensure() throws Exception {
    return ensure(Check.LOOK, null);
  }

  private ReadyModel ensure(Check check, @Nullable Path userFile) throws Exception {
    return store.ensure(model, check, userFile, progress::add);
  }

  private Path inFolder(String name) {
    return folder.resolve("small").resolve(name);
  }

  private static FutureTask<Object> inBackground(Callable<Object> call) {
    var task = new FutureTask<>(call);
    Thread.ofPlatform().start(task);
    return task;
  }

  /** What goes wrong in the background is thrown here. */
  private static void awaitUnlessOver(CountDownLatch latch, Future<?> task) throws Exception {
    while (!latch.await(10, TimeUnit.MILLISECONDS)) {
      if (task.isDone()) {
        task.get();
      }
    }
  }

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
  void doesNothingForAModelThatIsReady() throws Exception {
    ReadyModel ready = ensure();
    progress.clear();
    assertThat(ensure()).isEqualTo(ready);
    assertThat(store(1, step).state(model)).isEqualTo(new ModelState.Ready(ready));
    assertThat(server.ranges()).hasSize(1);
    assertThat(step.sources).hasSize(1);
    assertThat(progress).isEmpty();
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
  void setsADamagedGraphAsideAndBuildsItFromTheStoredWeights() throws Exception {
    ReadyModel ready = ensure();
    Files.writeString(inFolder("graphs-1/int8.bin"), "damaged");
    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    assertThat(ensure()).isEqualTo(ready);
    assertThat(inFolder("int8.bin" + CORRUPT)).hasContent("damaged");
    assertThat(inFolder("graphs-1/int8.bin")).content().startsWith("data of int8.onnx");
    assertThat(step.sources).last().isEqualTo(ready.first().weights());
    assertThat(step.built).hasSize(4);
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void setsDamagedWeightsAsideAndFetchesThemAnew() throws Exception {
    ReadyModel ready = ensure();
    Files.writeString(ready.first().weights(), "damaged");
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
    assertThat(ensure()).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(inFolder("weights.safetensors" + CORRUPT)).hasContent("damaged");
    assertThat(server.ranges()).hasSize(2);
  }

  @Test
  void keepsOneDamagedFileOfAName() throws Exception {
    ReadyModel ready = ensure();
    Files.writeString(inFolder("weights.safetensors.corrupt-20200101T000000Z"), "long ago");
    Files.writeString(ready.first().weights(), "damaged");
    ensure();
    assertThat(inFolder("weights.safetensors.corrupt-20200101T000000Z")).doesNotExist();
    assertThat(inFolder("weights.safetensors" + CORRUPT)).hasContent("damaged");
  }

  @Test
  void buildsAGraphThatIsGone() throws Exception {
    ensure();
    Files.delete(inFolder("graphs-1/fp32.onnx"));
    ensure();
    assertThat(inFolder("graphs-1/fp32.onnx")).exists();
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void readsWhatOnlyLooksTouched() throws Exception {
    ReadyModel ready = ensure();
    Files.setLastModifiedTime(ready.first().weights(), FileTime.fromMillis(1_000_000));
    assertThat(ensure()).isEqualTo(ready);
    assertThat(store.state(model)).isEqualTo(new ModelState.Ready(ready));
    assertThat(step.sources).hasSize(1);
  }

  @Test
  void findsDamageThatCannotBeSeenWhenItIsToReadAll() throws Exception {
    ReadyModel ready = ensure();
    FileTime time = Files.getLastModifiedTime(ready.first().weights());
    Files.write(ready.first().weights(), new byte[SmallModels.WEIGHTS.length]);
    Files.setLastModifiedTime(ready.first().weights(), time);
    assertThat(ensure()).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(new byte[SmallModels.WEIGHTS.length]);
    assertThat(ensure(Check.READ, null)).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
  }

  /** As a disk or a memory that forgets: size and time stay. */
  private static void flipABit(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 4;
    Files.write(file, content);
    Files.setLastModifiedTime(file, time);
  }

  @Test
  void aFlippedBitIsFoundBeforeTheGraphIsOpened() throws Exception {
    ReadyModel ready = ensure();
    Path int8 = inFolder("graphs-1/int8.onnx");
    Path fp32 = inFolder("graphs-1/fp32.onnx");
    assertThat(ready.first().graphs()).containsValues(int8, fp32);
    GraphSums.check(int8);
    flipABit(inFolder("graphs-1/int8.bin"));
    assertThat(store.state(model)).isEqualTo(new ModelState.Ready(ready));
    assertThatThrownBy(() -> GraphSums.check(int8)).hasMessage("int8.bin is not as it was stored");
    GraphSums.check(fp32);
    flipABit(fp32);
    assertThatThrownBy(() -> GraphSums.check(fp32)).hasMessage("fp32.onnx is not as it was stored");
    ensure(Check.READ, null);
    GraphSums.check(int8);
    GraphSums.check(fp32);
  }

  @Test
  void aGraphThatIsInNoListIsNotChecked() throws Exception {
    GraphSums.check(Files.writeString(folder.resolve("own.onnx"), "a graph"));
  }

  @Test
  void aListWithoutSumsGetsThemByReadingOnce() throws Exception {
    ReadyModel ready = ensure();
    Path list = inFolder("model.json");
    Files.writeString(list, Files.readString(list).replaceAll(",\\s*\"crc32c\" : \\d+", ""));
    assertThat(list).content().doesNotContain("crc32c");
    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    assertThat(ensure()).isEqualTo(ready);
    assertThat(list).content().contains("crc32c");
    assertThat(step.sources).hasSize(1);
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void buildsNothingOfWeightsThatHaveChangedUnseen() throws Exception {
    ReadyModel ready = ensure();
    flipABit(ready.first().weights());
    store = store(2, new CopyingPrepareStep(2));
    assertThat(ensure().first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(server.ranges()).hasSize(2);
  }

  @Test
  void buildsGraphsOfAnotherVersionFromTheStoredWeights() throws Exception {
    ensure();
    store = store(2, new CopyingPrepareStep(2));
    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    ReadyModel ready = ensure();
    assertThat(ready.first().graphs().get(Precision.FP32))
        .isEqualTo(inFolder("graphs-2/fp32.onnx"));
    assertThat(inFolder("graphs-1")).doesNotExist();
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void fetchesAnewWhereNothingIsKnownOfWhatLiesThere() throws Exception {
    ensure();
    Files.writeString(inFolder("model.json"), "{ this is not the list");
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
    assertThat(ensure().first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(inFolder("model.json" + CORRUPT)).hasContent("{ this is not the list");
    assertThat(server.ranges()).hasSize(2);
  }

  @Test
  void trustsNoListThatLeadsElsewhere() throws Exception {
    ensure();
    Path list = inFolder("model.json");
    Files.writeString(list, Files.readString(list).replace("graphs-1/", "../../graphs-1/"));
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

  @Test
  void removesWhatAKilledProcessLeft() throws Exception {
    Files.createDirectories(inFolder("work-123"));
    Files.writeString(inFolder("work-123/small.tgz"), "half of it");
    Files.writeString(inFolder("weights.safetensors.1.part"), "half of it");
    Files.createDirectories(inFolder("graphs-1"));
    Files.writeString(inFolder("graphs-1/fp32.bin.part-1"), "half of it");
    ensure();
    assertThat(inFolder("")).isDirectoryNotContaining("glob:**.part*");
    assertThat(inFolder("graphs-1")).isDirectoryNotContaining("glob:**.part*");
    assertThat(inFolder("work-123")).doesNotExist();
  }

  @Test
  void fetchesOnceForThreadsThatAskAtOnce() throws Exception {
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    ModelStore slow =
        store(
            1,
            (order, bytes) -> {
              first.countDown();
              second.await();
              return step.prepare(order, bytes);
            });
    FutureTask<Object> one = inBackground(() -> slow.ensure(model, Check.LOOK, null, p -> {}));
    awaitUnlessOver(first, one);
    FutureTask<Object> other =
        inBackground(
            () ->
                store.ensure(
                    model,
                    Check.LOOK,
                    null,
                    moment -> {
                      if (moment.phase() == ModelPhase.WAITING) {
                        second.countDown();
                      }
                    }));
    assertThat(one.get()).isEqualTo(other.get());
    assertThat(server.ranges()).hasSize(1);
    assertThat(step.sources).hasSize(1);
  }

  @Test
  void waitsForAnotherProcess() throws Exception {
    Process process = ModelStoreProcess.start(folder, server.uri("/small.safetensors"));
    try (var output = process.inputReader(StandardCharsets.UTF_8);
        var input = process.outputWriter(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("preparing");
      ReadyModel ready =
          store.ensure(
              model,
              Check.LOOK,
              null,
              moment -> {
                progress.add(moment);
                new PrintWriter(input, true).println("go on");
              });
      assertThat(progress).extracting(ModelProgress::phase).containsExactly(ModelPhase.WAITING);
      assertThat(output.readLine()).isEqualTo(ready.toString());
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(server.ranges()).hasSize(1);
    assertThat(step.sources).isEmpty();
  }

  @Test
  void goesOnAfterAProcessThatWasKilled() throws Exception {
    Process process = ModelStoreProcess.start(folder, server.uri("/small.safetensors"));
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("preparing");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(ensure().first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(server.ranges()).hasSize(1);
  }
}
