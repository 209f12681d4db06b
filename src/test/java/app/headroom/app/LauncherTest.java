package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  @TempDir Path folder;

  @Test
  void filesOpenTheWindowWithOrWithoutItsName() throws IOException {
    String song = Files.createFile(folder.resolve("a song.flac")).toString();
    String gone = folder.resolve("gone.flac").toString();
    assertThat(files()).isEmpty();
    assertThat(files("window")).isEmpty();
    assertThat(files("window", gone)).containsExactly(Path.of(gone));
    assertThat(files(song, gone)).containsExactly(Path.of(song), Path.of(gone));
    assertThat(files(folder.toString())).containsExactly(folder);
  }

  @Test
  void commandsAndWhatIsNotThereDoNot() {
    for (String first : List.of("separate", "queue", "--help", "--json=a.b", "gone.flac")) {
      assertThat(Launcher.forWindow(new String[] {first})).isEmpty();
    }
  }

  private static List<Path> files(String... arguments) {
    return Launcher.forWindow(arguments).orElseThrow();
  }
}
