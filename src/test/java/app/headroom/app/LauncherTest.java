package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

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
      assertThat(Launcher.forWindow(new String[] {first}, told::add)).isEmpty();
    }
    assertThat(told).isEmpty();
  }

  /** On Windows an address is; here little else. */
  @Test
  void whatCanBeNoPathIsToldAndLeftOut() throws IOException {
    String song = Files.createFile(folder.resolve("song.flac")).toString();
    String none = "a.b\0c";
    assertThat(Launcher.forWindow(new String[] {none}, told::add)).isEmpty();
    assertThat(told).isEmpty();
    assertThat(files(song, none)).containsExactly(Path.of(song));
    assertThat(files("window", none)).isEmpty();
    assertThat(told).hasSize(2).allMatch(line -> line.contains("is no file or folder"));
  }

  private List<Path> files(String... arguments) {
    return Launcher.forWindow(arguments, told::add).orElseThrow();
  }
}
