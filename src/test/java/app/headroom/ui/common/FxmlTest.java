package app.headroom.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FxmlTest {

  @ParameterizedTest
  @EnumSource(Fxml.class)
  void isFoundInAJarToo(Fxml view) {
    assertThat(view.url().toString()).endsWith(".fxml").doesNotContain("..");
  }
}
