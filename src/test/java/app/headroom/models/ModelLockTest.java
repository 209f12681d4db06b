package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.models.ModelStore.Check;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** One makes a model ready, the others wait for it. */
class ModelLockTest extends WithSmallModel {

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
