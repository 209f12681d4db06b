package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;
import app.headroom.models.ModelCatalogue;
import app.headroom.models.ModelStore;
import app.headroom.settings.EngineSettings;
import app.headroom.settings.Locations;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.ui.main.ModelSetup.State;
import app.headroom.ui.settings.ModelChoice;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** Which songs wait for a model, on a machine that has none. */
@Timeout(60)
class ModelFetchTest {

  private static final Settings FIRST = Settings.FALLBACKS;
  private static final Settings ELSEWHERE =
      FIRST.with(EngineSettings.ENGINE, Optional.of(Flavour.NPM));

  @TempDir Path home;
  private final BlockingQueue<State> states = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();

  @Test
  void aNewUserIsAskedAndSongsWaitMeanwhile() throws Exception {
    try (Application application = Application.start(Locations.under(home));
        ModelFetch fetch = begun(application.models(), FIRST)) {
      assertThat(next(State.Missing.class))
          .isEqualTo(new State.Missing("htdemucs", true, ModelCatalogue.HTDEMUCS.bytesToFetch()));
      assertThat(mayStart(fetch, FIRST)).isFalse();
      assertThat(mayStart(fetch, ELSEWHERE)).as("another program separates it").isTrue();
      assertThat(mayStart(fetch, FIRST.with(Setting.MODEL, "mine")))
          .as("nothing is on its way that it could wait for")
          .isTrue();
    }
  }

  @Test
  void nothingIsNeededWhereAnotherProgramSeparates() throws Exception {
    try (Application application = Application.start(Locations.under(home));
        ModelFetch fetch = begun(application.models(), ELSEWHERE)) {
      next(State.Ready.class);
      assertThat(changes.poll(20, TimeUnit.SECONDS)).isTrue();
      assertThat(mayStart(fetch, ELSEWHERE)).isTrue();
    }
  }

  @Test
  void theEngineCanBeChosenWhileTheModelIsMissing() throws Exception {
    try (Application application = Application.start(Locations.under(home));
        ModelFetch fetch = begun(application.models(), FIRST)) {
      next(State.Missing.class);
      changes.clear();
      fetch.follow(ELSEWHERE);
      next(State.Ready.class);
      assertThat(changes.poll(20, TimeUnit.SECONDS)).isTrue();
      assertThat(mayStart(fetch, FIRST)).as("its row says what it lacks").isTrue();
    }
  }

  @Test
  void everyModelCanBeChosenAndSaysWhatThereIsToFetch() throws Exception {
    try (Application application = Application.start(Locations.under(home));
        ModelFetch fetch = begun(application.models(), FIRST)) {
      WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> !fetch.choices().isEmpty());
      assertThat(fetch.choices())
          .containsExactlyElementsOf(
              application.models().models().stream()
                  .map(model -> new ModelChoice(model.name(), model.bytesToFetch()))
                  .toList());
    }
  }

  private ModelFetch begun(ModelStore store, Settings settings) {
    ModelFetch fetch = new ModelFetch(store, settings, () -> changes.add(true));
    fetch.watch(states::add);
    fetch.begin();
    return fetch;
  }

  private static boolean mayStart(ModelFetch fetch, Settings settings) {
    SeparationRequest request = WindowStart.request(settings, Path.of("/music/song.flac"));
    return fetch.mayStart(JobId.random(), request);
  }

  private <T extends State> T next(Class<T> kind) throws InterruptedException {
    State state = states.take();
    while (!kind.isInstance(state)) {
      state = states.take();
    }
    return kind.cast(state);
  }
}
