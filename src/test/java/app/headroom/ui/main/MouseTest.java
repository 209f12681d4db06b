package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.queue.JobSnapshot;
import app.headroom.ui.queue.SongRow;
import app.headroom.ui.scripted.Shots;
import app.headroom.ui.scripted.Song;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** What the pointer and the wheel do, on the headless screen. */
class MouseTest extends WithWindow {

  private static final int MANY = 2000;

  /** Of a wheel, in pixels. */
  private static final double NOTCH = 40;

  @Start
  void start(Stage stage) {
    open(stage, 1280, 800);
  }

  @Test
  void aMarkThatIsPointedAtStaysWhileTimeGoesOn(FxRobot robot) throws TimeoutException {
    Shots.PARKED.play(parts);
    until(() -> robot.lookup(".mark-parked").tryQuery().isPresent());
    Node mark = robot.lookup(".mark-parked").query();
    assertThat(mark.getAccessibleText())
        .contains("is parked and resumes by itself, because the machine stood at 91 %");
    double before = mark.getLayoutX();
    for (int second = 1; second <= 60; second++) {
      parts.sample(Song.NOW.plusSeconds(second), 0.5, Map.of(), List.of());
    }
    until(() -> mark.getLayoutX() < before);
    assertThat(robot.lookup(".mark-parked").<Node>query()).isSameAs(mark);
  }

  @Test
  void theWheelGoesThroughTwoThousandSongsWithRowsForAScreenful(FxRobot robot)
      throws TimeoutException {
    List<JobSnapshot> songs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      songs.add(new Song("Song " + i, null, 100).waiting());
    }
    parts.queue.set(songs);
    ListView<SongRow> list = robot.lookup(".songs").queryListView();
    until(() -> list.getItems().size() == MANY && shown(list).contains(0));
    int turns = 0;
    while (!now(() -> shown(list)).contains(MANY - 1)) {
      robot.interact(() -> turn(list, -200 * NOTCH));
      assertThat(now(() -> shown(list))).as("rows of a screenful").hasSizeBetween(5, 20);
      assertThat(++turns).as("turns of the wheel").isLessThan(MANY);
    }
    robot.interact(() -> turn(list, 72.0 * MANY));
    until(() -> shown(list).contains(0));
  }

  private static void turn(Node list, double delta) {
    Bounds place = list.localToScene(list.getLayoutBounds());
    double x = place.getCenterX();
    double y = place.getCenterY();
    list.lookup(".list-cell")
        .fireEvent(
            new ScrollEvent(
                ScrollEvent.SCROLL,
                x,
                y,
                x,
                y,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                delta,
                0,
                delta,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null));
  }

  /** Which rows are on the screen. */
  private static List<Integer> shown(ListView<?> list) {
    return list.lookupAll(".list-cell").stream()
        .map(cell -> (IndexedCell<?>) cell)
        .filter(cell -> !cell.isEmpty() && cell.isVisible() && ((Region) cell).getHeight() > 0)
        .map(IndexedCell::getIndex)
        .toList();
  }
}
