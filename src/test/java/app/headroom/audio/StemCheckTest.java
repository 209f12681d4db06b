package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Written files are told from others by their length and rate. */
class StemCheckTest {

  @TempDir Path folder;

  @Test
  void beyondFourGigabytesItIsRf64() throws Exception {
    float[] song = Sounds.music(5000, 2, 1);
    Path file =
        Sounds.encoded(
            folder.resolve("big.wav"), OutputFormat.WAV16, 44_100, song, Map.of("rf64", "always"));
    assertThat(Arrays.copyOf(Files.readAllBytes(file), 4)).asString().isEqualTo("RF64");
    StemCheck.check(file, Encoding.of(OutputFormat.WAV16), 44_100, 5000);
    assertThat(Sounds.decoded(file, folder)).hasSize(10_000);
    assertThat(Encoding.muxerOptions(OutputFormat.WAV32F, 44_100, 0)).containsEntry("rf64", "auto");
  }

  @Test
  void aFileOfAnotherLengthOrRateIsFound() throws Exception {
    float[] song = Sounds.music(50_000, 2, 1);
    for (OutputFormat format : OutputFormat.values()) {
      Path file =
          Sounds.encoded(
              folder.resolve("a." + format.extension()),
              format,
              48_000,
              song,
              Encoding.muxerOptions(format, 48_000, 0));
      Encoding encoding = Encoding.of(format);
      StemCheck.check(file, encoding, 48_000, 50_000);
      assertThatThrownBy(() -> StemCheck.check(file, encoding, 48_000, 50_001))
          .as(format.id())
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> StemCheck.check(file, encoding, 44_100, 50_000))
          .isInstanceOf(IOException.class);
      Path cut = Sounds.cut(file, folder.resolve("cut." + format.extension()), 0.7);
      assertThatThrownBy(() -> StemCheck.check(cut, encoding, 48_000, 50_000))
          .as(format.id() + " cut off")
          .isInstanceOf(IOException.class);
    }
  }

  /** Around a whole number of packets, where encoder delay and padding are easily miscounted. */
  @ParameterizedTest
  @EnumSource(names = {"MP3", "AAC", "OPUS"})
  void everyLengthIsTold(OutputFormat format) throws Exception {
    int packetFrames = format == OutputFormat.MP3 ? 1152 : format == OutputFormat.AAC ? 1024 : 960;
    int delayFrames = format == OutputFormat.MP3 ? 1105 : format == OutputFormat.AAC ? 1024 : 312;
    for (int beyond = -50; beyond <= 3; beyond++) {
      int frames = 8 * packetFrames - delayFrames + beyond;
      Path file =
          Sounds.encoded(
              folder.resolve("a." + format.extension()),
              format,
              48_000,
              Sounds.music(frames, 2, 1),
              Encoding.muxerOptions(format, 48_000, 0));
      StemCheck.check(file, Encoding.of(format), 48_000, frames);
      if (format != OutputFormat.AAC) {
        assertThat(Decoder.decode(file, Sounds.spool(folder), Watch.NONE).sourceFrames())
            .isEqualTo(frames);
      }
    }
  }
}
