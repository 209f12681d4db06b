package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.queue.JobSnapshot;
import app.headroom.settings.WindowSettings;
import app.headroom.ui.scripted.Shots;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** The window at its least size, in the language with the longer words, with long titles. */
class SmallWindowTest extends WithWindow {

  @Start
  void start(Stage stage) {
    open(stage, 760, 520);
    window().settings().set(WindowSettings.LANGUAGE, WindowSettings.Language.GERMAN);
  }

  @Test
  void ofThePlayersHeaderOnlyTheTitleIsCutAndTellsItselfWhole(FxRobot robot)
      throws TimeoutException {
    Shots.LONG_TITLES.play(parts);
    Labeled title = robot.lookup(".player .song").queryAs(Labeled.class);
    until(() -> title.isTextTruncated() && title.getTooltip() != null);
    assertThat(title.getTooltip().getText()).isEqualTo(title.getText()).endsWith("Night Version)");
    Labeled separated = robot.lookup("#separated").queryAs(Labeled.class);
    assertThat(separated.getText()).startsWith("getrennt bis 48:");
    Set<Node> header = robot.lookup(".player-header .label").queryAll();
    double right = 0;
    for (Node part : robot.lookup(".player-header .button").queryAll()) {
      right = Math.max(right, scene(part).getMaxX());
    }
    assertThat(right).isLessThanOrEqualTo(760);
    for (Node node : header) {
      if (node instanceof Labeled label && !label.equals(title) && label.isVisible()) {
        assertThat(label.isTextTruncated()).as(label.getText()).isFalse();
      }
    }
    Bounds time = scene(robot.lookup("#time").query());
    assertThat(scene(title).getMaxX()).isLessThanOrEqualTo(time.getMinX());
    assertThat(time.getMaxX()).isLessThan(scene(robot.lookup("#tempo").query()).getMinX());
  }

  @Test
  void oneMessageIsSeenAndHowManyStandBehindIt(FxRobot robot) throws TimeoutException {
    Shots.LONG_TITLES.play(parts);
    until(() -> robot.lookup(".notice").queryAll().size() == 1);
    window().add(parts.dropped);
    until(() -> words(robot).contains("Nichts hinzugefügt, 2 nicht genommen"));
    assertThat(robot.lookup(".notice").queryAll()).hasSize(1);
    assertThat(words(robot)).contains("1 weitere");
    assertThat(robot.lookup(".songs").query().getLayoutBounds().getHeight())
        .as("a whole song has room between it and the player")
        .isGreaterThanOrEqualTo(66);
    Button others = robot.lookup(".notice .link").queryButton();
    robot.interact(others::fire);
    until(() -> words(robot).contains("3 fertig, 1 nicht, in 6:12"));
    robot.interact(() -> robot.lookup(".notice .icon-button").queryButton().fire());
    until(() -> words(robot).contains("Nichts hinzugefügt, 2 nicht genommen"));
    assertThat(words(robot)).doesNotContain("1 weitere");
    robot.interact(() -> robot.lookup(".notice .icon-button").queryButton().fire());
    until(() -> robot.lookup(".notice").queryAll().isEmpty());
  }

  @Test
  void theFirstSongThatIsAddedComesIntoSight(FxRobot robot) throws TimeoutException {
    List<JobSnapshot> songs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      songs.add(new Song("Song " + i, null, 100).waiting());
    }
    parts.queue.set(songs);
    until(() -> titles(robot).contains("Song 0"));
    List<Path> added = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      added.add(Path.of("Fresh %02d.wav".formatted(i)).toAbsolutePath());
    }
    window().add(added);
    until(() -> titles(robot).contains("Fresh 00.wav"));
    ListView<?> list = robot.lookup(".songs").queryListView();
    until(() -> list.getItems().size() == 100);
    until(() -> titles(robot).contains("Fresh 00.wav") && !titles(robot).contains("Song 0"));
  }

  private static List<String> titles(FxRobot robot) {
    return robot.lookup(".song-title").queryAllAs(Labeled.class).stream()
        .filter(title -> title.getScene() != null)
        .filter(
            title ->
                scene(title).intersects(scene(robot.lookup(".songs .clipped-container").query())))
        .map(Labeled::getText)
        .toList();
  }

  private static List<String> words(FxRobot robot) {
    return robot.lookup(".notice").queryAll().stream()
        .flatMap(notice -> notice.lookupAll("*").stream())
        .filter(Node::isVisible)
        .filter(Labeled.class::isInstance)
        .map(words -> ((Labeled) words).getText())
        .toList();
  }

  private static Bounds scene(Node node) {
    return node.localToScene(node.getLayoutBounds());
  }
}
