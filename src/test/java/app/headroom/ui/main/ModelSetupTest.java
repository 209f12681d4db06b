package app.headroom.ui.main;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.ui.scripted.Song;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** A model that is not here yet. */
class ModelSetupTest extends WithWindow {

  @Start
  void start(Stage stage) {
    open(stage, 960, 700);
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
}
