package app.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SongFinderTest {

  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void realFolder() throws IOException {
    folder = temp.toRealPath();
  }

  @Test
  void foldersAreWalkedInOrderAndOnlyForWhatIsSoundByItsName() throws Exception {
    Path b = file("album/b.MP3");
    Path a = file("album/cd1/a.flac");
    Path video = file("album/clip.mkv");
    file("album/cover.jpg");
    file("album/notes.txt");
    file("album/.hidden.mp3");
    file("album/.git/c.mp3");

    SongFinder.Found found = SongFinder.find(List.of(folder.resolve("album")));
    assertThat(found.songs()).containsExactly(b, a, video);
    assertThat(found.problems()).isEmpty();
    assertThat(found.skipped()).isEqualTo(2);
    assertThat(found.skippedKinds()).containsExactlyInAnyOrder("jpg", "txt");
  }

  @Test
  void aFileThatIsNamedIsTakenWhateverItsNameAndEachOnce() throws Exception {
    Path odd = file("odd.xyz");
    Path song = file("sub/a.mp3");

    SongFinder.Found found =
        SongFinder.find(List.of(odd, song, folder.resolve("sub/../odd.xyz"), folder));
    assertThat(found.songs()).containsExactly(odd, song);
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    Files.createDirectory(folder.resolve("empty"));

    SongFinder.Found found =
        SongFinder.find(List.of(folder.resolve("missing.mp3"), folder.resolve("empty")));
    assertThat(found.songs()).isEmpty();
    assertThat(found.problems())
        .extracting(SongFinder.Problem::what)
        .containsExactly("there is no such file or folder", "there are no songs in it");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksThatLeadInCirclesOrNowhereDoNoHarm() throws Exception {
    Path song = file("a/song.wav");
    Files.createSymbolicLink(folder.resolve("a/up"), folder);
    Files.createSymbolicLink(folder.resolve("a/nowhere.mp3"), Path.of("gone"));

    SongFinder.Found found = SongFinder.find(List.of(folder));
    assertThat(found.songs()).containsExactly(song);
    assertThat(found.problems()).isEmpty();
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
