package app.headroom.app;

import app.headroom.models.Model;
import app.headroom.models.ModelPhase;
import app.headroom.models.ModelProgress;
import app.headroom.models.ModelState;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import app.headroom.ui.main.ModelSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gets the model for the window, on a thread of its own. */
final class ModelFetch implements ModelSetup, AutoCloseable {

  private final ModelStore store;
  private final Model model;
  private final Runnable ready;
  private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private volatile State state = new State.Unknown();
  private @Nullable Thread thread;

  /**
   * @param ready called once, on the fetching thread, when the model can be used
   */
  ModelFetch(ModelStore store, Model model, Runnable ready) {
    this.store = store;
    this.model = model;
    this.ready = ready;
  }

  /** Looks whether the model is there; fetches nothing that is not. */
  synchronized void look() {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("model")
            .start(
                () -> {
                  switch (store.state(model)) {
                    case ModelState.Ready _ -> haveIt();
                    // the weights are here: making them ready needs nobody's leave and no network
                    case ModelState.Fetched _ -> ensure(null);
                    case ModelState.Absent _ -> become(new State.Missing(model.downloadBytes()));
                  }
                });
  }

  @Override
  public void watch(Consumer<State> listener) {
    listeners.add(listener);
    listener.accept(state);
  }

  @Override
  public void fetch() {
    begin(null);
  }

  @Override
  public void take(Path file) {
    begin(file);
  }

  private synchronized void begin(@Nullable Path file) {
    if (state instanceof State.Missing || state instanceof State.Failed) {
      become(new State.Fetching(0, 0, false));
      thread = Thread.ofPlatform().daemon().name("model").start(() -> ensure(file));
    }
  }

  @Override
  public synchronized void cancel() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void ensure(@Nullable Path file) {
    try {
      var _ = store.ensure(model, ModelStore.Check.LOOK, file, this::progressed);
      haveIt();
    } catch (ModelUnavailableException e) {
      become(new State.Failed(e.failure().what(), e.failure().remedy()));
    } catch (InterruptedException _) {
      // the user's wish; the thread ends here
      become(new State.Missing(model.downloadBytes()));
    }
  }

  private void haveIt() {
    become(new State.Ready());
    ready.run();
  }

  private void progressed(ModelProgress progress) {
    boolean building = progress.phase() == ModelPhase.PREPARING;
    become(new State.Fetching(progress.doneBytes(), progress.totalBytes(), building));
  }

  private void become(State next) {
    state = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  @Override
  public void close() {
    cancel();
  }
}
