package app.headroom.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** How far the sum of encoded files is from the mix: they are decoded again, all at once. */
final class LossyMatch {

  private static final int CHUNK_FRAMES = 4096;

  /** An open MP4 has an index in memory, about 2 kB for each second of AAC. */
  private static final double MOST_SECONDS = 3 * 3600;

  private LossyMatch() {}

  /**
   * @param mix not closed by this
   * @param gain that the files have and the mix has not
   * @param watch told in frames
   * @return in dB, or null where the files are too long or too short to be read side by side
   */
  static @Nullable Double measure(
      Collection<Path> files, FrameStream mix, int rateHz, long frames, double gain, Watch watch)
      throws IOException {
    if (frames * files.size() > MOST_SECONDS * rateHz) {
      return null;
    }
    List<SongStream> stems = new ArrayList<>();
    try {
      for (Path file : files) {
        stems.add(SongStream.open(file, rateHz));
      }
      return measure(stems, mix, frames, gain, watch);
    } catch (AudioException e) {
      return null;
    } finally {
      stems.forEach(SongStream::close);
    }
  }

  private static double measure(
      List<SongStream> stems, FrameStream mix, long frames, double gain, Watch watch)
      throws IOException {
    float[] song = new float[2 * CHUNK_FRAMES];
    float[] stem = new float[2 * CHUNK_FRAMES];
    double[] difference = new double[2 * CHUNK_FRAMES];
    double mixEnergy = 0;
    double differenceEnergy = 0;
    for (long done = 0; done < frames; ) {
      int part = (int) Math.min(frames - done, CHUNK_FRAMES);
      mix.read(song, part);
      for (int i = 0; i < 2 * part; i++) {
        difference[i] = song[i] * gain;
        mixEnergy += difference[i] * difference[i];
      }
      for (SongStream each : stems) {
        each.read(stem, part);
        for (int i = 0; i < 2 * part; i++) {
          difference[i] -= stem[i];
        }
      }
      for (int i = 0; i < 2 * part; i++) {
        differenceEnergy += difference[i] * difference[i];
      }
      done += part;
      if (!watch.goOn(done, frames)) {
        throw new CancellationException("encoding was stopped");
      }
    }
    return Mixdown.decibels(differenceEnergy, mixEnergy);
  }
}
