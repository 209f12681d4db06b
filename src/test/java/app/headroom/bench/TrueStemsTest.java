package app.headroom.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import app.headroom.audio.MixFile;
import app.headroom.audio.Spool;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.Stem;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrueStemsTest {

  private static final int FRAMES = 50_000;

  @TempDir private Path folder;

  private void write(String name, float gain) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (MixFile mix =
        MixFile.create(
            new MixFile.Order(
                JobId.random(),
                file,
                OutputFormat.WAV32F,
                FRAMES,
                TrackTags.NONE,
                "stem",
                new Spool(folder.resolve("none")),
                false))) {
      float[] samples = new float[2 * FRAMES];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = gain * (float) Math.sin(i * 0.01);
      }
      mix.append(samples, FRAMES);
      mix.publish();
    }
  }

  @Test
  void anErrorOfATenthOfTheAmplitudeIs20DecibelsBelow() throws Exception {
    write("true/vocals.wav", 0.5f);
    write("true/drums.wav", 0.5f);
    write("made/htdemucs/song/Vocals.wav", 0.45f);
    write("made/htdemucs/song/bass.wav", 0.45f);
    var sdr = new TrueStems(folder.resolve("true")).sdr(folder.resolve("made"));
    assertThat(sdr).containsOnlyKeys(Stem.VOCALS);
    assertThat(sdr.get(Stem.VOCALS)).isCloseTo(20, within(0.01));
    assertThat(TrueStems.text(sdr)).isEqualTo("SDR vocals 20.00 dB; mean 20.00 dB");
  }

  @Test
  void foldersWithoutACommonStemAreRefused() throws Exception {
    write("true/vocals.wav", 0.5f);
    Files.createDirectories(folder.resolve("made"));
    assertThatThrownBy(() -> new TrueStems(folder.resolve("true")).sdr(folder.resolve("made")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no stem in common");
  }
}
