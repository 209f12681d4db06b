package app.headroom.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class ProgramIconTest {

  private List<Image> icons = List.of();

  @Start
  void start(Stage stage) {
    ProgramIcon.put(stage);
    icons = List.copyOf(stage.getIcons());
  }

  @Test
  void theSystemIsGivenEverySizeFromTheTaskListToTheSwitcher() {
    assertThat(icons).noneMatch(Image::isError);
    assertThat(icons)
        .extracting(Image::getWidth)
        .containsExactly(16.0, 32.0, 48.0, 64.0, 128.0, 256.0);
  }
}
