package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import app.headroom.job.JobHistory;
import app.headroom.job.JobState;
import app.headroom.memory.MemorySample;
import app.headroom.memory.probe.Probes;
import app.headroom.queue.JobProgress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

/** What a user lives through, with the real engine and short songs, on the headless screen. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WindowJourneyTest {

  @TempDir Path temp;
  private Path home;
  private Path songs;
  private Path out;

  @BeforeEach
  void prepare() throws Exception {
    FxToolkit.registerPrimaryStage();
    FxToolkit.hideStage();
    Path folder = temp.toRealPath();
    home = folder.resolve("home");
    songs = Files.createDirectories(folder.resolve("songs"));
    out = folder.resolve("out");
    ProgramProcess.lendModel(home);
    settings("");
  }

  private void settings(String more) throws Exception {
    Files.writeString(
        home.resolve("headroom.properties"),
        """
        output.folder = %s
        separation.segment = 1.3
        separation.precision = int8
        window.language = english
        window.reduce-motion = yes
        %s
        """
            .formatted(out, more),
        StandardCharsets.UTF_8);
  }

  @Test
  void twoSongsAndATextFileArePastedAndMoreComeFromASecondStart() throws Exception {
    Path one = song("one.wav", 3);
    Path two = song("two.wav", 2);
    Path text = Files.writeString(songs.resolve("notes.txt"), "words, not sounds");
    try (OpenWindow window = new OpenWindow(home)) {
      window.robot.interact(
          () -> {
            ClipboardContent files = new ClipboardContent();
            files.putFiles(List.of(one.toFile(), text.toFile(), two.toFile()));
            Clipboard.getSystemClipboard().setContent(files);
            window.list().getScene().getRoot().requestFocus();
          });
      window.robot.push(KeyCode.CONTROL, KeyCode.V);
      OpenWindow.until(() -> window.texts(".notice .label").contains("2 songs added, 1 not taken"));
      assertThat(window.texts(".notice .label"))
          .anyMatch(line -> line.startsWith("notes.txt: This is not a sound file"));
      Path third = song("three.wav", 2);
      try (ProgramProcess second = ProgramProcess.start(home, "window", third.toString())) {
        assertThat(second.exitCode()).as(second.err.toString()).isZero();
      }
      window.awaitStates(JobState.Finished.class, 3);
    }
    assertThat(stems()).hasSize(12);
  }

  @Test
  void aPausedSongIsResumedAfterARestart() throws Exception {
    Path song = song("long.wav", 40);
    try (OpenWindow window = new OpenWindow(home, song)) {
      awaitProgress(window);
      window.robot.interact(
          () -> {
            window.list().requestFocus();
            window.list().getSelectionModel().clearAndSelect(0);
          });
      window.robot.push(KeyCode.SPACE);
      window.awaitStates(JobState.Paused.class, 1);
    }
    assertThat(stems()).isEmpty();
    try (OpenWindow window = new OpenWindow(home)) {
      window.awaitStates(JobState.Paused.class, 1);
      OpenWindow.until(
          () ->
              window.texts(".state-line .secondary").stream()
                  .anyMatch(text -> text.matches("[0-9]+ % kept on disk · resumes where it was")));
      window.robot.interact(
          () -> {
            window.list().requestFocus();
            window.list().getSelectionModel().clearAndSelect(0);
          });
      window.robot.push(KeyCode.SPACE);
      window.awaitStates(JobState.Finished.class, 1);
      JobHistory.Tally tally = window.row(0).job().history().tally();
      assertThat(tally.resumes()).isEqualTo(1);
    }
    assertThat(stems()).hasSize(4);
  }

  @Test
  void quittingSaysThatSongsGoOnAtTheNextStartAndTheyDo() throws Exception {
    Path song = song("long.wav", 20);
    try (OpenWindow window = new OpenWindow(home, song)) {
      awaitProgress(window);
      window.askToQuit();
      assertThat(window.texts(".dialog-pane .label"))
          .contains("They stop now and go on where they were at the next start.");
      window.robot.push(KeyCode.ESCAPE);
      OpenWindow.until(() -> window.robot.lookup(".dialog-pane").tryQuery().isEmpty());
      assertThat(window.state(0)).as("thought better of it").isInstanceOf(JobState.Running.class);
      window.quit();
    }
    assertThat(stems()).isEmpty();
    try (OpenWindow window = new OpenWindow(home)) {
      window.awaitStates(JobState.Finished.class, 1);
      assertThat(window.row(0).job().history().tally().resumes()).isEqualTo(1);
    }
    assertThat(stems()).hasSize(4);
  }

  @Test
  void theRowTellsOfAKilledWorkerAndTheSongIsFinished() throws Exception {
    Path song = song("long.wav", 40);
    try (OpenWindow window = new OpenWindow(home, song)) {
      awaitProgress(window);
      killWorkers();
      OpenWindow.until(
          () ->
              window.texts(".state-words > .secondary").stream()
                  .anyMatch(
                      text ->
                          text.matches(
                              "Resumed at [0-9:]+ · the separating process ended unexpectedly"
                                  + " .*")));
      window.awaitStates(JobState.Finished.class, 1);
    }
    assertThat(stems()).hasSize(4);
  }

  @Test
  void aProgramThatEatsMemoryChangesTheIndicatorAndLeavesItsMark() throws Exception {
    MemorySample now = Probes.ofThisMachine(Clock.systemUTC()).sample(Map.of());
    long megabytes = Math.min(1_500, Math.round(now.totalBytes() * 0.06 / 1e6));
    double high = now.usedPercent() + 100 * 0.66 * megabytes * 1e6 / now.totalBytes();
    settings("memory.tiers.high-used-percent = %.1f %%".formatted(high));
    try (OpenWindow window = new OpenWindow(home)) {
      OpenWindow.until(() -> window.texts(".tier-badge").contains("NORMAL"));
      try (Companion companion = Companion.start(List.of())) {
        companion.holds(megabytes);
        OpenWindow.until(() -> window.texts(".tier-badge").contains("HIGH"));
        OpenWindow.until(() -> !window.robot.lookup(".mark-high").queryAll().isEmpty());
      }
    }
  }

  private static void awaitProgress(OpenWindow window) throws Exception {
    OpenWindow.until(
        () -> {
          if (window.list().getItems().isEmpty()) {
            return false;
          }
          JobProgress progress = window.row(0).job().progress();
          return progress != null
              && progress.phase().equals("separating")
              && progress.doneUnits() > 0;
        });
  }

  /** All processes of ours: the one that separates is among them. */
  private static void killWorkers() {
    List<ProcessHandle> workers = ProcessHandle.current().descendants().toList();
    assertThat(workers).isNotEmpty();
    workers.forEach(ProcessHandle::destroyForcibly);
  }

  private Path song(String name, int seconds) throws Exception {
    Path song = songs.resolve(name);
    SynthesisedSong.write(song, seconds);
    return song;
  }

  private List<Path> stems() throws Exception {
    if (!Files.isDirectory(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
