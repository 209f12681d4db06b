package app.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StemFolderTest {

  @TempDir private Path temp;

  private Path folder(String... files) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("Harbour Lights"));
    for (String file : files) {
      Files.createFile(folder.resolve(file));
    }
    return folder;
  }

  @Test
  void filesThatAreNamedLikeStemsAreThoseOfTheFoldersSong() throws IOException {
    StemFolder stems =
        StemFolder.of(
            folder("vocals.wav", "no_vocals.wav", "Drums.WAV", "song.rpp", ".bass.wav", "cover"));
    assertThat(stems.track()).isEqualTo("Harbour Lights");
    assertThat(stems.stems()).containsOnlyKeys("drums", "vocals", "no_vocals");
    assertThat(stems.stems().keySet()).startsWith("drums");
  }

  @Test
  void whatStandsBeforeAStemsNameIsTheSongs() throws IOException {
    StemFolder stems =
        StemFolder.of(
            folder("Marlow - Ebb (bass).flac", "Marlow - Ebb (no_bass).flac", "other words.txt"));
    assertThat(stems.track()).isEqualTo("Marlow - Ebb");
    assertThat(stems.stems()).containsOnlyKeys("bass", "no_bass");
  }

  @Test
  void twoSongsInOneFolderAreNotMixed() throws IOException {
    Path folder = folder("one drums.wav", "two bass.wav");
    assertThatThrownBy(() -> StemFolder.of(folder)).hasMessageContaining("more than one song");
  }

  @Test
  void theSameStemTwiceIsNotChosenFrom() throws IOException {
    Path folder = folder("drums.wav", "drums.flac");
    assertThatThrownBy(() -> StemFolder.of(folder)).hasMessageContaining("more than one song");
  }

  @Test
  void aFolderWithoutStemsIsSaidSo() throws IOException {
    Path folder = folder("humdrums.wav");
    assertThatThrownBy(() -> StemFolder.of(folder)).hasMessageContaining("no stems");
  }
}
