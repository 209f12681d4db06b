package app.headroom.models;

import app.headroom.models.ModelStore.Check;
import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/** A store with small made-up weights from a server on this machine, and without npm. */
abstract class WithSmallModel {

  /** Ends the name of what was set aside. */
  static final String CORRUPT = ".corrupt-20261122T123456Z";

  @TempDir Path folder;
  final List<ModelProgress> progress = new CopyOnWriteArrayList<>();
  final CopyingPrepareStep step = new CopyingPrepareStep(1);
  FileServer server;
  Model model;
  ModelStore store;

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

  ModelStore store(int builderVersion, PrepareStep prepare) {
    return SmallModels.store(folder, builderVersion, ShippedWeights.NONE, prepare);
  }

  ReadyModel ensure() throws Exception {
    return ensure(Check.LOOK, null);
  }

  ReadyModel ensure(Check check, @Nullable Path userFile) throws Exception {
    return store.ensure(model, check, userFile, progress::add);
  }

  Path inFolder(String name) {
    return folder.resolve("small").resolve(name);
  }

  static FutureTask<Object> inBackground(Callable<Object> call) {
    var task = new FutureTask<>(call);
    Thread.ofPlatform().start(task);
    return task;
  }

  /** What goes wrong in the background is thrown here. */
  static void awaitUnlessOver(CountDownLatch latch, Future<?> task) throws Exception {
    while (!latch.await(10, TimeUnit.MILLISECONDS)) {
      if (task.isDone()) {
        task.get();
      }
    }
  }
}
