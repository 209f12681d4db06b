package app.headroom.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FxmlTest {

  @ParameterizedTest
  @EnumSource(Fxml.class)
  void isFoundInAJarToo(Fxml view) {
    assertThat(view.url().toString()).endsWith(".fxml").doesNotContain("..");
  }

  @Test
  void everyOneIsLoaded() throws IOException {
    Path resources = Path.of("src/main/resources/app/headroom/ui");
    Set<String> loaded = new HashSet<>();
    for (Fxml fxml : Fxml.values()) {
      loaded.add(Path.of(fxml.url().getPath()).getFileName().toString());
    }
    Set<String> all = new HashSet<>();
    try (Stream<Path> files = Files.walk(resources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".fxml")).toList()) {
        all.add(file.getFileName().toString());
        Matcher include =
            Pattern.compile("source=\"[^\"]*?([^\"/]+)\"").matcher(Files.readString(file));
        while (include.find()) {
          loaded.add(include.group(1));
        }
      }
    }
    assertThat(loaded).isEqualTo(all);
  }
}
