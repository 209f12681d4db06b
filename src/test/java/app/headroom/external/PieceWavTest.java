package app.headroom.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceWavTest {

  private static final int FRAMES = 20_000;

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Random random = new Random(11);
    FloatBuffer piece = FloatBuffer.allocate(2 * FRAMES);
    for (int i = 0; i < 2 * FRAMES; i++) {
      piece.put(i, 4 * (random.nextFloat() - 0.5f));
    }
    piece.put(123, -3.5f);
    Path file = folder.resolve("piece.wav");
    PieceWav.write(file, piece, FRAMES, 0.25f);
    FloatBuffer read = FloatBuffer.allocate(2 * FRAMES + 5);
    float peak = PieceWav.read(file, FRAMES, read, 5, 4);
    assertThat(peak).isEqualTo(3.5f / 4);
    for (int i = 0; i < 2 * FRAMES; i++) {
      assertThat(read.get(5 + i)).isEqualTo(piece.get(i));
    }
  }

  @Test
  void readsTheKindsThatCommandsWrite() throws IOException {
    FloatBuffer read = FloatBuffer.allocate(4);
    Path of24 = file(1, 24, new byte[] {0, 0, 64, 0, 0, -64, 1, 0, 0, -1, -1, -1});
    assertThat(PieceWav.read(of24, 2, read, 0, 1)).isEqualTo(0.5f);
    assertThat(read.array()).containsExactly(0.5f, 0x1p-23f, -0.5f, -0x1p-23f);
    Path of32 = file(1, 32, ints(1 << 30, -(1 << 30), 0, Integer.MIN_VALUE));
    assertThat(PieceWav.read(of32, 2, read, 0, 1)).isEqualTo(1);
    assertThat(read.array()).containsExactly(0.5f, 0, -0.5f, -1);
  }

  @Test
  void sayNoToEverythingElse() throws IOException {
    assertRefused(file(1, 16, new byte[12]), "it has 3 samples and must have 2");
    assertRefused(file(1, 8, new byte[4]), "its samples are of kind 1 with 8 bits");
    assertRefused(file(85, 16, new byte[8]), "its samples are of kind 85 with 16 bits");
    byte[] whole = Files.readAllBytes(file(3, 32, new byte[16]));
    Random random = new Random(5);
    for (int cut = 0; cut < whole.length; cut++) {
      Path part = Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, cut));
      assertRefused(part, "it");
      byte[] changed = whole.clone();
      changed[cut] = (byte) random.nextInt();
      Path odd = Files.write(folder.resolve("odd.wav"), changed);
      try {
        PieceWav.read(odd, 2, FloatBuffer.allocate(4), 0, 1);
      } catch (IOException e) {
        assertThat(e.getMessage()).as("byte " + cut + ", seed 5").startsWith("it");
      }
    }
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> PieceWav.read(file, 2, FloatBuffer.allocate(4), 0, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  /** With a chunk of an odd length before its samples. */
  private Path file(int kind, int bits, byte[] samples) throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(56 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.putInt(0x46464952).putInt(48 + samples.length).putInt(0x45564157);
    wav.putInt(0x20746D66).putInt(16).putShort((short) kind).putShort((short) 2);
    wav.putInt(44_100).putInt(44_100 * bits / 4).putShort((short) (bits / 4));
    wav.putShort((short) bits);
    wav.putInt(0x5453494C).putInt(3).putInt(0);
    wav.putInt(0x61746164).putInt(samples.length).put(samples);
    return Files.write(folder.resolve(kind + "-" + bits + ".wav"), wav.array());
  }

  @Test
  void pipesAndLinksAreNotRead() throws Exception {
    Path pipe = folder.resolve("drums.wav");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "SKIPPED: no pipes");
    Path link =
        Files.createSymbolicLink(
            folder.resolve("bass.wav"), Files.write(folder.resolve("elsewhere.wav"), new byte[1]));
    for (Path odd : List.of(pipe, link, folder)) {
      assertThatThrownBy(() -> PieceWav.read(odd, 2, FloatBuffer.allocate(4), 0, 1))
          .hasMessage("it is no plain file");
    }
  }
}
