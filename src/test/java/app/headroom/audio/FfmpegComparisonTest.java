package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.OutputFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the ffmpeg program, where there is one: frame for frame the same. */
class FfmpegComparisonTest {

  @TempDir Path folder;

  private void assertSame(Path file) throws Exception {
    float[] ours = Sounds.decoded(file, folder);
    float[] theirs = Sounds.decodedByFfmpeg(file);
    assertThat(ours.length / 2).as("frames of " + file.getFileName()).isEqualTo(theirs.length / 2);
    for (int i = 0; i < ours.length; i++) {
      // Versions differ in the last bits of lossy decoders.
      if (Math.abs(ours[i] - theirs[i]) > 1e-4) {
        assertThat(ours[i]).as("sample " + i + " of " + file.getFileName()).isEqualTo(theirs[i]);
      }
    }
  }

  @Test
  void theRealSong() throws Exception {
    assertSame(Sounds.falcon());
  }

  @ParameterizedTest
  @EnumSource
  void copiesOfTheRealSong(OutputFormat format) throws Exception {
    Spool spool = Sounds.spool(folder);
    Decoder.decode(Sounds.falcon(), spool, Watch.NONE);
    float[] song = Sounds.floats(spool.source());
    int rateHz = Encoding.rateHz(format, 44_100);
    assertSame(Sounds.encoded(folder.resolve("a." + format.extension()), format, rateHz, song));
  }

  @ParameterizedTest
  @CsvSource({
    "WAV16, 8000",
    "WAV24, 48000",
    "WAV32F, 96000",
    "FLAC, 192000",
    "FLAC, 11025",
    "MP3, 8000",
    "MP3, 48000",
    "AAC, 48000",
    "ALAC, 96000",
    "OPUS, 48000"
  })
  void otherRatesAndOddLengths(OutputFormat format, int rateHz) throws Exception {
    for (int frames : new int[] {100_003, 5806, 4097}) {
      float[] song = Sounds.music(frames, 2, frames);
      assertSame(Sounds.encoded(folder.resolve("a." + format.extension()), format, rateHz, song));
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 44100", "4, 44100", "5, 48000", "6, 44100", "6, 96000", "7, 44100", "8, 48000"})
  void surround(int channels, int rateHz) throws Exception {
    float[] song = Sounds.music(20_000, channels, channels);
    assertSame(Sounds.wav(folder.resolve("a.wav"), rateHz, channels, 24, song));
  }

  @ParameterizedTest
  @EnumSource(names = {"MP3", "FLAC"})
  void whatIsCutOff(OutputFormat format) throws Exception {
    Path file =
        Sounds.encoded(
            folder.resolve("a." + format.extension()), format, 44_100, Sounds.music(200_000, 2, 9));
    assertSame(Sounds.cut(file, folder.resolve("cut." + format.extension()), 0.37));
  }
}
