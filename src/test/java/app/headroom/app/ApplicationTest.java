package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.cli.Services;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemorySample;
import app.headroom.memory.Sampler;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.Subscription;
import app.headroom.settings.Locations;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the parts are put together. */
@Timeout(60)
class ApplicationTest {

  @TempDir private Path temp;

  @Test
  @EnabledOnOs(OS.LINUX)
  void onLinuxTheQueueLooksAtProcFourTimesASecond() throws Exception {
    try (Application application = Application.start(Locations.under(temp))) {
      assertThat(application.memoryProbe().getClass().getSimpleName()).isEqualTo("LinuxProbe");
      assertThat(application.queueSettings().memory().sampling().interval())
          .isEqualTo(Duration.ofMillis(250));

      Sampler sampler =
          new Sampler(application.memoryProbe(), application.queueSettings().memory());
      List<MemorySample> samples = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch enough = new CountDownLatch(9);
      sampler.listen(
          sample -> {
            samples.add(sample);
            enough.countDown();
          });
      sampler.start();
      enough.await();
      sampler.close();
      List<Long> gaps = new ArrayList<>();
      for (int i = 1; i < 9; i++) {
        gaps.add(Duration.between(samples.get(i - 1).at(), samples.get(i).at()).toMillis());
      }
      Collections.sort(gaps);
      // a busy machine delays some; never is one much too early
      assertThat(gaps.get(gaps.size() / 2)).as("median of " + gaps).isBetween(200L, 450L);
    }
  }

  @Test
  void aQueueOfANewerProgramIsSaidBeforeAModelIsFetched() throws Exception {
    Path home = Files.createDirectory(temp.resolve("home"));
    try (ProgramProcess first = ProgramProcess.start(home, "queue", "list")) {
      assertThat(first.exitCode()).as(first.err.toString()).isZero();
    }
    Path database = Locations.under(home).database();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    Path song = Files.writeString(temp.resolve("song.wav"), "not even sound");
    try (ProgramProcess program = ProgramProcess.start(home, "separate", song.toString())) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err)
          .singleElement()
          .asString()
          .contains("the queue was kept by a newer version of Headroom");
    }
    assertThat(home.resolve("models")).isEmptyDirectory();
  }

  @Test
  void aDamagedQueueIsSaidByEveryCommandAndToEverySubscriber() throws Exception {
    Locations locations = Locations.under(temp);
    Files.writeString(locations.database(), "no database");
    try (Application application = Application.start(locations);
        Services.QueueAccess access =
            application.queue("headroom queue list", application.queueSettings())) {
      Services.QueueAccess.Own own = (Services.QueueAccess.Own) access;
      assertThat(own.troubles())
          .singleElement()
          .asString()
          .contains("damaged", locations.database() + ".corrupt-");
      CompletableFuture<QueueEvent> told = new CompletableFuture<>();
      try (Subscription _ =
          own.queue()
              .subscribe(
                  event -> {
                    if (event instanceof QueueEvent.AttentionNeeded) {
                      told.complete(event);
                    }
                  })) {
        assertThat(told.get(30, TimeUnit.SECONDS)).asString().contains("damaged");
      }
    }
  }

  @Test
  void theWindowTakesWhatCanBeTakenOfTheSettings() throws Exception {
    Locations locations = Locations.under(temp);
    Files.writeString(
        locations.settingsFile(),
        "log.files = 7\nnonsense\nmemory.limits.budget = 1 MB\nmemory.limits.jobs-at-once = 2\n");
    try (Application application = Application.start(locations)) {
      assertThatThrownBy(application::queueSettings).isInstanceOf(SettingsException.class);
      assertThat(application.takeWhatCanBe())
          .satisfiesExactly(
              line -> assertThat(line).contains(":2: \"nonsense\" has no equals sign"),
              line -> assertThat(line).contains(":3: memory.limits.budget must be at least"));
      assertThat(application.settings().get(Setting.LOG_FILES)).isEqualTo(7);
      MemoryPolicy.Limits limits = application.queueSettings().memory().limits();
      assertThat(limits.jobsAtOnce()).isEqualTo(2);
      assertThat(limits.budgetBytes()).isEqualTo(MemoryPolicy.DEFAULT.leastBudgetBytes());
    }
  }

  @Test
  void settingsThatAreAFolderDoNotKeepTheWindowShut() throws Exception {
    Locations locations = Locations.under(temp);
    Files.createDirectories(locations.settingsFile());
    try (Application application = Application.start(locations)) {
      assertThat(application.takeWhatCanBe()).singleElement().asString().contains("is a folder");
      assertThat(application.settings()).isEqualTo(Settings.FALLBACKS);
    }
  }

  @Test
  void anIntervalOfTheUsersIsTheQueues() throws Exception {
    Locations locations = Locations.under(temp);
    Files.createDirectories(temp);
    Files.writeString(locations.settingsFile(), "memory.sampling.interval=500 ms\n");
    try (Application application = Application.start(locations)) {
      assertThat(application.queueSettings().memory().sampling().interval())
          .isEqualTo(Duration.ofMillis(500));
    }
  }
}
