package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.Bytes;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobState;
import app.headroom.memory.MemoryPolicy;
import app.headroom.queue.HandOffs;
import app.headroom.queue.QueueCommand;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.common.Fxml;
import app.headroom.ui.common.Themes;
import app.headroom.ui.queue.SongRow;
import app.headroom.ui.scripted.ScriptedParts;
import app.headroom.ui.scripted.ScriptedRemote;
import app.headroom.ui.scripted.Shots;
import app.headroom.ui.scripted.Song;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What a user does in the window, on the headless screen. */
@ExtendWith(ApplicationExtension.class)
class MainWindowTest {

  private static final Song HARBOUR = new Song("Harbour Lights", "Marlow & the Tide", 252);
  private static final Song MOONS = new Song("Paper Moons", "Okinawa Dive", 7900);

  private final ScriptedParts parts = new ScriptedParts();
  private @Nullable MainWindow opened;

  @Start
  void start(Stage stage) {
    opened = parts.show(stage, 960, 700);
  }

  @AfterEach
  void close(FxRobot robot) {
    robot.interact(() -> ScriptedParts.close(opened));
  }

  @Test
  void droppedSongsJoinTheQueueAndATextFileIsRefusedWithItsReason(FxRobot robot)
      throws TimeoutException {
    window().add(List.of(Path.of("one.flac"), Path.of("notes.txt"), Path.of("two.flac")));
    until(() -> parts.queue.jobs().size() == 2);
    until(() -> robot.lookup(".notice").tryQuery().isPresent());
    assertThat(texts(robot, ".notice .label"))
        .contains("2 songs added, 1 not taken")
        .anyMatch(line -> line.startsWith("notes.txt: This is not a sound file"));
    until(() -> list(robot).getItems().size() == 2);
  }

  @Test
  void aSongIsPausedAndResumedByKeyboard(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.running(0.3, 1.9, 3.9, 412 * Song.MB), MOONS.waiting()));
    until(() -> list(robot).getItems().size() == 2);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().clearAndSelect(0);
        });
    robot.push(KeyCode.SPACE);
    until(() -> parts.queue.jobs().getFirst().state() instanceof JobState.Paused);
    robot.push(KeyCode.SPACE);
    until(() -> parts.queue.jobs().getFirst().state() instanceof JobState.Waiting);
  }

  @Test
  void theTimeLeftInTheHeaderIsThatOfWaitingSongsToo(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.running(0.5, 2, 3.9, 412 * Song.MB)));
    until(() -> texts(robot, ".summary").contains("1 running · 1:03 left"));
    parts.queue.set(List.of(HARBOUR.running(0.5, 2, 3.9, 412 * Song.MB), MOONS.waiting()));
    // 7,900 s at the scripted speed, with half of the threads from the start
    until(() -> texts(robot, ".summary").contains("1 running, 1 waiting · 2:14:50 left"));
  }

  @Test
  void severalSongsMoveTogether(FxRobot robot) throws TimeoutException {
    Song third = new Song("Third", null, 60);
    parts.queue.set(List.of(HARBOUR.waiting(), MOONS.waiting(), third.waiting()));
    until(() -> list(robot).getItems().size() == 3);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().selectIndices(0, 1);
        });
    robot.push(KeyCode.ALT, KeyCode.DOWN);
    until(
        () ->
            list(robot).getItems().stream()
                .map(SongRow::id)
                .toList()
                .equals(List.of(third.id(), HARBOUR.id(), MOONS.id())));
    // what has moved stays selected, to be moved further
    until(() -> list(robot).getSelectionModel().getSelectedIndices().equals(List.of(1, 2)));
    robot.push(KeyCode.ALT, KeyCode.UP);
    until(() -> list(robot).getItems().getLast().id().equals(third.id()));
  }

  @Test
  void theSelectionFollowsItsSongs(FxRobot robot) throws TimeoutException {
    Song third = new Song("Third", null, 60);
    parts.queue.set(List.of(HARBOUR.waiting(), MOONS.waiting(), third.waiting()));
    until(() -> list(robot).getItems().size() == 3);
    robot.interact(() -> list(robot).getSelectionModel().clearAndSelect(1));
    Song first = new Song("First", null, 60);
    parts.queue.set(List.of(first.waiting(), third.waiting(), MOONS.waiting()));
    until(() -> list(robot).getItems().getFirst().id().equals(first.id()));
    until(
        () ->
            list(robot).getSelectionModel().getSelectedItems().stream()
                .map(SongRow::id)
                .toList()
                .equals(List.of(MOONS.id())));
  }

  @Test
  void stemsOfFinishedSongsAreCopiedAsFilesByKeyboard(FxRobot robot) throws TimeoutException {
    Path folder = Path.of("/music/separated").toAbsolutePath();
    parts.queue.set(
        List.of(
            HARBOUR.finished(folder, 480 * Song.MB, List.of("bass", "vocals")),
            new Song("Third", null, 60).waiting(),
            MOONS.finished(folder, 480 * Song.MB, List.of("drums"))));
    until(() -> list(robot).getItems().size() == 3);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().selectAll();
        });
    robot.push(KeyCode.CONTROL, KeyCode.C);
    WaitForAsyncUtils.waitForFxEvents();
    List<File> copied =
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> Clipboard.getSystemClipboard().getFiles());
    assertThat(copied.stream().map(File::toPath))
        .containsExactly(
            folder.resolve("Harbour Lights").resolve("bass.flac"),
            folder.resolve("Harbour Lights").resolve("vocals.flac"),
            folder.resolve("Paper Moons").resolve("drums.flac"));
    robot.push(KeyCode.CONTROL, KeyCode.O);
    until(() -> parts.revealed.size() == 2);
    assertThat(parts.revealed)
        .containsExactly(
            folder.resolve("Harbour Lights").resolve("bass.flac"),
            folder.resolve("Harbour Lights").resolve("vocals.flac"));
  }

  @Test
  void aFinishedSongIsExportedByKeyboardAndItsRowTellsHowItGoes(FxRobot robot)
      throws TimeoutException {
    Path folder = Path.of("/music/separated").toAbsolutePath();
    parts.queue.set(List.of(HARBOUR.finished(folder, 480 * Song.MB, List.of("bass", "vocals"))));
    until(() -> list(robot).getItems().size() == 1);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().select(0);
        });
    robot.push(KeyCode.CONTROL, KeyCode.E);
    until(() -> robot.lookup(".menu-item").queryAll().stream().anyMatch(Node::isFocused));
    robot.push(KeyCode.DOWN); // the first has the focus already
    robot.push(KeyCode.ENTER);
    until(() -> parts.handOffs.orders.size() == 1);
    assertThat(parts.handOffs.orders.getFirst().wanted()).containsExactly(HandOff.REAPER);
    until(() -> texts(robot, ".row .label").contains("Making REAPER…"));

    parts.handOffs.say(
        new HandOffs.News.Failed(new JobFailure.OutputExists(folder.resolve("a.rpp"))));
    until(
        () ->
            texts(robot, ".row .label").stream()
                .anyMatch(text -> text.startsWith("REAPER not made: ") && text.contains("a.rpp")));

    parts.handOffs.say(new HandOffs.News.Made(Map.of(HandOff.REAPER, folder.resolve("a.rpp")), ""));
    until(
        () ->
            texts(robot, ".row .label").stream()
                .anyMatch(text -> text.endsWith("REAPER") && text.startsWith("2 stems")));
  }

  @Test
  void theBudgetGoesToTheQueueAtOnceAndItsEffectIsTold(FxRobot robot) throws TimeoutException {
    Slider slider = robot.lookup(".memory-strip .slider").queryAs(Slider.class);
    robot.interact(() -> slider.setValue(0));
    until(() -> parts.queue.settings().memory().limits().budgetBytes() == 300 * Song.MB);
    until(
        () ->
            texts(robot, ".memory-strip .label").stream()
                .anyMatch(t -> t.contains("at 300 MB") || t.contains("300 MB is too little")));
    until(
        () ->
            parts.kept.stream().anyMatch(kept -> kept.get(MemorySettings.BUDGET) == 300 * Song.MB));
  }

  @Test
  void aMissingModelIsFetchedCancelledAndTriedAgain(FxRobot robot) throws TimeoutException {
    parts.model.become(new ModelSetup.State.Missing("htdemucs", true, 174 * Song.MB));
    until(() -> visible(robot, "#fetch"));
    robot.interact(() -> robot.lookup("#fetch").queryAs(Button.class).fire());
    until(() -> visible(robot, "#cancel"));
    robot.interact(() -> robot.lookup("#cancel").queryAs(Button.class).fire());
    until(() -> visible(robot, "#fetch"));
    parts.model.become(new ModelSetup.State.Failed("htdemucs", "no network", "Go online."));
    until(() -> texts(robot, ".setup .label").contains("Go online."));
    parts.model.become(new ModelSetup.State.Ready());
    until(() -> !visible(robot, ".setup"));
  }

  @Test
  void anotherModelThatIsChosenIsFetchedInTheWindow(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> visible(robot, ".pages"));
    robot.interact(() -> robot.lookup(".pages").queryListView().getSelectionModel().select(1));
    ComboBox<String> models = robot.lookup(".combo-box").queryComboBox();
    assertThat(models.getConverter().toString("htdemucs")).isEqualTo("htdemucs");
    assertThat(models.getConverter().toString("htdemucs_6s"))
        .isEqualTo("htdemucs_6s · 55 MB to fetch");
    robot.interact(() -> models.setValue("htdemucs_6s"));
    until(() -> texts(robot, ".setup .label").contains("Fetching the model htdemucs_6s"));
    assertThat(visible(robot, "#cancel")).isTrue();
    parts.model.become(new ModelSetup.State.Missing("htdemucs_6s", false, 55 * Song.MB));
    until(
        () ->
            texts(robot, ".setup .label").contains("The model htdemucs_6s is not on this machine"));
    assertThat(visible(robot, "#fetch")).isTrue();
  }

  @Test
  void theWindowSpeaksAnotherLanguageAtOnceAndKeepsItsSongs(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.waiting()));
    until(() -> list(robot).getItems().size() == 1);
    robot.interact(
        () -> window().settings().set(WindowSettings.LANGUAGE, WindowSettings.Language.GERMAN));
    until(() -> texts(robot, ".title").contains("Warteschlange"));
    until(() -> list(robot).getItems().size() == 1);
  }

  @Test
  void theTierAndItsHistoryOutliveAChangeOfTheLanguage(FxRobot robot) throws TimeoutException {
    Shots.PARKED.play(parts);
    until(() -> texts(robot, ".tier-badge").contains("CRITICAL"));
    until(() -> robot.lookup(".mark-parked").tryQuery().isPresent());
    robot.interact(
        () -> window().settings().set(WindowSettings.LANGUAGE, WindowSettings.Language.GERMAN));
    until(() -> texts(robot, ".title").contains("Warteschlange"));
    parts.sample(Song.NOW.plusSeconds(1), 0.91, Map.of(), List.of());
    until(() -> texts(robot, ".tier-badge").contains("KRITISCH"));
    until(() -> robot.lookup(".mark-parked").tryQuery().isPresent());
  }

  @Test
  void theKeyForMenusOpensTheRowsMenu(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.waiting()));
    until(() -> list(robot).getItems().size() == 1);
    robot.interact(
        () -> {
          list(robot).requestFocus();
          list(robot).getSelectionModel().select(0);
          list(robot)
              .fireEvent(
                  new KeyEvent(
                      KeyEvent.KEY_PRESSED, "", "", KeyCode.F10, true, false, false, false));
        });
    until(() -> robot.lookup(".context-menu").tryQuery().isPresent());
  }

  @Test
  void quittingWhileSongsRunIsAskedFor(FxRobot robot) throws TimeoutException {
    boolean[] quit = {false};
    robot.interact(() -> window().onQuit(() -> quit[0] = true));
    parts.queue.set(List.of(HARBOUR.running(0.3, 1.9, 3.9, 412 * Song.MB)));
    until(() -> texts(robot, ".summary").stream().anyMatch(text -> text.startsWith("1 running")));
    robot.interact(
        () ->
            robot
                .window(0)
                .fireEvent(
                    new javafx.stage.WindowEvent(
                        robot.window(0), javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST)));
    until(() -> robot.lookup(".dialog-pane").tryQuery().isPresent());
    assertThat(quit[0]).isFalse();
    Button leave =
        robot.lookup(".dialog-pane .button").queryAllAs(Button.class).stream()
            .filter(button -> button.getText().equals("Quit"))
            .findFirst()
            .orElseThrow();
    robot.interact(leave::fire);
    until(() -> quit[0]);
  }

  @Test
  void everyPageOfTheSettingsOpens(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    ListView<?> pages = robot.lookup(".pages").queryListView();
    for (int i = 0; i < pages.getItems().size(); i++) {
      int page = i;
      robot.interact(() -> pages.getSelectionModel().clearAndSelect(page));
      assertThat(robot.lookup(".field").queryAll()).isNotEmpty();
    }
  }

  @Test
  void everySettingStandsOnAPage(FxRobot robot) throws TimeoutException {
    robot.interact(
        () -> window().settings().set(WindowSettings.LANGUAGE, WindowSettings.Language.GERMAN));
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    ListView<?> pages = robot.lookup(".pages").queryListView();
    Set<Object> found = new HashSet<>();
    for (int i = 0; i < pages.getItems().size(); i++) {
      int page = i;
      robot.interact(() -> pages.getSelectionModel().clearAndSelect(page));
      robot.lookup(".field").queryAll().forEach(field -> found.add(field.getUserData()));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(Setting.all());
  }

  @Test
  void aSettingThatIsNotAllowedIsToldAndPutBack(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    robot.interact(
        () -> robot.lookup(".pages").queryListView().getSelectionModel().clearAndSelect(3));
    TextField high = editor(robot, MemorySettings.HIGH_USED);
    robot.interact(() -> high.setText("95"));
    assertThat(texts(robot, ".problem"))
        .contains("“High from” must be less than “Critical from” (85), not 95");
    assertThat(window().settings().get(MemorySettings.HIGH_USED))
        .isEqualTo(MemorySettings.HIGH_USED.fallback());
    robot.interact(() -> high.setText("72"));
    assertThat(window().settings().get(MemorySettings.HIGH_USED))
        .as("not before it is typed to its end")
        .isEqualTo(MemorySettings.HIGH_USED.fallback());
    robot.interact(() -> high.fireEvent(new ActionEvent()));
    assertThat(window().settings().get(MemorySettings.HIGH_USED)).isEqualTo(72.0);
    robot.interact(
        () ->
            robot
                .from(field(robot, MemorySettings.HIGH_USED))
                .lookup(".icon-button")
                .queryButton()
                .fire());
    assertThat(window().settings().get(MemorySettings.HIGH_USED))
        .isEqualTo(MemorySettings.HIGH_USED.fallback());
    assertThat(editor(robot, MemorySettings.HIGH_USED).getText()).isEqualTo("70");
  }

  @Test
  void aBudgetThatCannotBeHeldIsToldAtItsField(FxRobot robot) throws TimeoutException {
    robot.interact(() -> robot.lookup("#settings").queryAs(Button.class).fire());
    until(() -> robot.lookup(".pages").tryQuery().isPresent());
    robot.interact(
        () -> robot.lookup(".pages").queryListView().getSelectionModel().clearAndSelect(2));
    String least = Bytes.text(MemoryPolicy.DEFAULT.leastBudgetBytes());
    type(robot, MemorySettings.BUDGET, "100");
    assertThat(texts(robot, ".problem"))
        .containsExactly(
            "“Budget for a song” must be at least "
                + least
                + ", which the shortest segments need, not 100 MB");
    type(robot, MemorySettings.BUDGET, "600");
    assertThat(texts(robot, ".problem")).isEmpty();
    type(robot, MemorySettings.KILL, "599");
    assertThat(texts(robot, ".problem"))
        .containsExactly("“Hard limit” must be at least “Budget for a song” (600 MB), not 599 MB");
    type(robot, MemorySettings.KILL, "700");
    assertThat(window().settings().get(MemorySettings.BUDGET)).isEqualTo(600 * Song.MB);
    assertThat(window().settings().get(MemorySettings.KILL)).isEqualTo(700 * Song.MB);

    robot.interact(
        () ->
            robot
                .from(field(robot, MemorySettings.BUDGET))
                .lookup(".icon-button")
                .queryButton()
                .fire());
    assertThat(texts(robot, ".problem"))
        .as("its default is above the hard limit")
        .containsExactly(
            "2048 MB, the default, does not go: “Hard limit” must be at least “Budget for a song”"
                + " (2048 MB), not 700 MB");
    assertThat(window().settings().get(MemorySettings.BUDGET)).isEqualTo(600 * Song.MB);

    Slider slider = robot.lookup(".memory-strip .slider").queryAs(Slider.class);
    robot.interact(() -> slider.setValue(slider.getMax()));
    until(() -> parts.queue.settings().memory().limits().budgetBytes() == 700 * Song.MB);
  }

  private static void type(FxRobot robot, Setting<?> setting, String text) {
    TextField editor = editor(robot, setting);
    robot.interact(
        () -> {
          editor.setText(text);
          editor.fireEvent(new ActionEvent());
        });
  }

  @Test
  void whatIsWrongInTheSettingsFileIsTold(FxRobot robot) throws TimeoutException {
    Path file = Path.of("/home/me/headroom.properties");
    robot.interact(
        () ->
            window()
                .tellSettings(
                    file,
                    List.of(file + ":3: there is no setting colour", "the file is not UTF-8")));
    until(() -> robot.lookup(".notice").tryQuery().isPresent());
    assertThat(texts(robot, ".notice .label"))
        .contains("Not everything in the settings file can be taken: " + file)
        .anyMatch(
            lines -> lines.startsWith("Line 3: there is no setting colour\nthe file is not UTF-8"))
        .anyMatch(line -> line.contains("headroom.properties.corrupt-"));
  }

  private static Node field(FxRobot robot, Setting<?> setting) {
    return robot.lookup(".field").queryAll().stream()
        .filter(field -> setting.equals(field.getUserData()))
        .findFirst()
        .orElseThrow();
  }

  private static TextField editor(FxRobot robot, Setting<?> setting) {
    return robot.from(field(robot, setting)).lookup(".text-field").queryAs(TextField.class);
  }

  @Test
  void everyViewIsLoadedByTheWindow() throws IOException {
    Path resources = Path.of("src/main/resources/app/headroom/ui");
    Set<String> loaded = new HashSet<>();
    for (Fxml fxml : Fxml.values()) {
      loaded.add(Path.of(fxml.url().getPath()).getFileName().toString());
    }
    Set<String> all = new HashSet<>();
    try (Stream<Path> files = Files.walk(resources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".fxml")).toList()) {
        all.add(file.getFileName().toString());
        Matcher include = Pattern.compile("source=\"[^\"]*?([^\"/]+)\"").matcher(read(file));
        while (include.find()) {
          loaded.add(include.group(1));
        }
      }
    }
    assertThat(loaded).isEqualTo(all);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void anotherProcessIsNamedAndTakesTheSongs(FxRobot robot) throws TimeoutException {
    CountDownLatch quit = new CountDownLatch(1);
    BusyWindow[] busy = new BusyWindow[1];
    robot.interact(
        () ->
            busy[0] =
                new BusyWindow(
                    new Stage(),
                    new ScriptedRemote(parts.queue),
                    parts.parts().search(),
                    (settings, song) -> Song.request(song),
                    Settings.FALLBACKS.with(
                        WindowSettings.LANGUAGE, WindowSettings.Language.ENGLISH),
                    new Themes(WindowSettings.Theme.LIGHT),
                    quit::countDown));
    assertThat(texts(robot, ".busy .label"))
        .anyMatch(text -> text.startsWith("Headroom separate (process 4711) is working on it"));
    busy[0].add(List.of(Path.of("one.flac"), Path.of("notes.txt"), Path.of("two.flac")));
    until(() -> texts(robot, ".busy .label").contains("2 songs added, 1 not taken"));
    assertThat(parts.queue.jobs()).hasSize(2);
    robot.interact(
        () ->
            robot.lookup(".busy .button").queryAllAs(Button.class).stream()
                .filter(Button::isCancelButton)
                .forEach(Button::fire));
    assertThat(quit.getCount()).isZero();
    robot.interact(busy[0]::close);
  }

  @Test
  void clearFinishedAsksTheQueue(FxRobot robot) throws TimeoutException {
    parts.queue.set(List.of(HARBOUR.finished(Path.of("out"), 1, 0), MOONS.waiting()));
    until(() -> visible(robot, "#clear"));
    robot.interact(() -> robot.lookup("#clear").queryAs(Button.class).fire());
    until(() -> list(robot).getItems().size() == 1);
    assertThat(parts.queue.asked()).contains(new QueueCommand.ClearFinished());
  }

  private MainWindow window() {
    return Objects.requireNonNull(opened);
  }

  private static boolean visible(FxRobot robot, String query) {
    return robot.lookup(query).tryQuery().filter(Node::isVisible).isPresent();
  }

  private static List<String> texts(FxRobot robot, String query) {
    return robot.lookup(query).queryAllAs(Label.class).stream().map(Label::getText).toList();
  }

  private static ListView<SongRow> list(FxRobot robot) {
    return robot.lookup(".songs").queryListView();
  }

  /** As the thread of the window sees it, which changes nothing meanwhile. */
  private static void until(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(
        60,
        TimeUnit.SECONDS,
        () -> WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(20), condition));
  }
}
