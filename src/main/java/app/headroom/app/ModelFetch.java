package app.headroom.app;

import app.headroom.job.EngineChoice;
import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;
import app.headroom.models.Model;
import app.headroom.models.ModelPhase;
import app.headroom.models.ModelProgress;
import app.headroom.models.ModelState;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import app.headroom.settings.EngineSettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.ui.main.ModelSetup;
import app.headroom.ui.settings.ModelChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gets for the window the models that are chosen in it, one after the other. */
final class ModelFetch implements ModelSetup, AutoCloseable {

  private final ModelStore store;
  private final Runnable changed;
  private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final ExecutorService tasks =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("model").factory());
  private volatile State state = new State.Unknown();
  private volatile List<ModelChoice> choices = List.of();
  private volatile @Nullable String wanted;
  private @Nullable Model atHand;
  private @Nullable Thread fetching;

  /**
   * @param changed called on another thread when {@link #mayStart} answers otherwise than before
   */
  ModelFetch(ModelStore store, Settings first, Runnable changed) {
    this.store = store;
    this.changed = changed;
    wanted = need(first);
    if (wanted != null) {
      awaited.add(wanted);
    }
  }

  /** Nothing where another program separates. */
  private static @Nullable String need(Settings settings) {
    boolean elsewhere = settings.get(EngineSettings.ENGINE).isPresent();
    return elsewhere ? null : settings.get(Setting.MODEL);
  }

  /** Looks whether the model is there; fetches nothing that is not. */
  void begin() {
    look();
    String name = wanted;
    tasks.execute(() -> turnTo(name, true));
  }

  /** Songs wait for the model that is wanted or fetched; what others lack is said on their rows. */
  boolean mayStart(JobId job, SeparationRequest request) {
    return request.engine() instanceof EngineChoice.Command || !awaited.contains(request.model());
  }

  @Override
  public void follow(Settings settings) {
    String name = need(settings);
    if (!Objects.equals(name, wanted)) {
      wanted = name;
      if (name != null) {
        awaited.add(name);
      }
      tasks.execute(() -> turnTo(name, false));
    }
  }

  private void turnTo(@Nullable String name, boolean first) {
    if (!Objects.equals(name, wanted)) {
      return;
    }
    awaited.removeIf(other -> !other.equals(name));
    Optional<Model> found = name == null ? Optional.empty() : store.find(name);
    if (found.isEmpty()) {
      awaited.clear();
      become(new State.Ready());
      changed.run();
      return;
    }
    changed.run();
    Model model = found.get();
    setAtHand(model);
    switch (store.state(model)) {
      case ModelState.Ready _ -> haveIt(model);
      // the weights are here: making them ready needs nobody's leave and no network
      case ModelState.Fetched _ -> ensure(model, null);
      case ModelState.Absent _ -> {
        if (first) {
          become(new State.Missing(model.name(), true, model.bytesToFetch()));
        } else {
          // who chose it has read what there is to fetch
          become(new State.Fetching(model.name(), 0, 0, false));
          ensure(model, null);
        }
      }
    }
  }

  private synchronized void setAtHand(Model model) {
    atHand = model;
  }

  @Override
  public List<ModelChoice> choices() {
    return choices;
  }

  @Override
  public void look() {
    Thread.ofVirtual()
        .name("models")
        .start(
            () ->
                choices =
                    store.models().stream()
                        .map(
                            model ->
                                new ModelChoice(
                                    model.name(),
                                    store.state(model) instanceof ModelState.Absent
                                        ? model.bytesToFetch()
                                        : 0))
                        .toList());
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
    Model model = atHand;
    if (model != null && (state instanceof State.Missing || state instanceof State.Failed)) {
      become(new State.Fetching(model.name(), 0, 0, false));
      tasks.execute(() -> ensure(model, file));
    }
  }

  @Override
  public synchronized void cancel() {
    if (fetching != null) {
      fetching.interrupt();
    }
  }

  private void ensure(Model model, @Nullable Path file) {
    setFetching(Thread.currentThread());
    try {
      var _ = store.ensure(model, ModelStore.Check.LOOK, file, at -> progressed(model, at));
      haveIt(model);
    } catch (ModelUnavailableException e) {
      become(new State.Failed(model.name(), e.failure().what(), e.failure().remedy()));
    } catch (InterruptedException _) {
      // the user's wish, which ends with this task
      become(new State.Missing(model.name(), false, model.bytesToFetch()));
    } finally {
      setFetching(null);
    }
  }

  private synchronized void setFetching(@Nullable Thread thread) {
    fetching = thread;
    // a wish that came too late is not for what comes next
    var _ = Thread.interrupted();
  }

  private void haveIt(Model model) {
    awaited.remove(model.name());
    become(new State.Ready());
    changed.run();
    look();
  }

  private void progressed(Model model, ModelProgress progress) {
    boolean building = progress.phase() == ModelPhase.PREPARING;
    become(new State.Fetching(model.name(), progress.doneBytes(), progress.totalBytes(), building));
  }

  private void become(State next) {
    state = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  @Override
  public void close() {
    tasks.shutdownNow();
  }
}
