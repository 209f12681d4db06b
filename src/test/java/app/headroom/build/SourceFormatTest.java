package app.headroom.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SourceFormatTest {

  @Test
  void everySourceIsFormatted() throws IOException {
    assertThat(SourceFormat.differing()).as("run: mvn -q -Pformat").isEmpty();
  }
}
