package app.headroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesisedSongTest {

  @Test
  void isTheSameMusicEveryTime(@TempDir Path folder) throws Exception {
    Path song = folder.resolve("a.wav");
    SynthesisedSong.write(song, 9);
    Path again = folder.resolve("b.wav");
    SynthesisedSong.write(again, 9);

    assertThat(song).hasSameBinaryContentAs(again).hasSize(44 + 9 * 44_100 * 4);
    ShortBuffer samples =
        ByteBuffer.wrap(Files.readAllBytes(song))
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(44)
            .asShortBuffer();
    double energy = 0;
    for (int i = 0; i < samples.limit(); i++) {
      energy += Math.pow(samples.get(i) / 32768.0, 2);
    }
    double rms = Math.sqrt(energy / samples.limit());
    assertThat(rms).as("as loud as music").isBetween(0.08, 0.4);
  }
}
