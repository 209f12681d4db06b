package app.headroom.player;

import app.headroom.fuzz.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The picture of a song's stems, as a broken disk may have left it. */
public final class WaveformTarget implements Target {

  @Override
  public String name() {
    return "waveform";
  }

  @Override
  public List<byte[]> corpus(Path folder) throws IOException {
    byte[][] peaks = new byte[4][Waveform.COLUMNS];
    for (byte[] stem : peaks) {
      new Random(1).nextBytes(stem);
    }
    Path file = folder.resolve(Waveform.FILE);
    new Waveform(peaks, 1).write(file);
    byte[] whole = Files.readAllBytes(file);
    return List.of(whole, java.util.Arrays.copyOf(whole, 5), new byte[0], new byte[1 << 16]);
  }

  @Override
  public String read(byte[] input, Path folder) throws IOException {
    Path file = Files.write(folder.resolve(Waveform.FILE), input);
    try {
      Waveform waveform = Waveform.read(file);
      for (int stem = 0; stem < waveform.stems(); stem++) {
        double peak = waveform.peak(stem, 0.1, 0.9);
        if (!(peak >= 0 && peak <= 1)) {
          throw new IllegalStateException("a peak of " + peak);
        }
      }
      return waveform.stems() + " stems";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
