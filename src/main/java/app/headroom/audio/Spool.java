package app.headroom.audio;

import java.nio.file.Path;

/**
 * The files that hold a job's samples on their way through: little-endian float32 at 44.1 kHz,
 * nothing else in them; of more than four stems only the upper 24 bits of each, so that a second of
 * audio takes less than 2 MB of the disk. The folder is the job's own; its owner creates and
 * deletes it.
 */
public record Spool(Path folder) {

  public static final int SAMPLE_RATE_HZ = 44_100;

  private static final int MOST_IN_FULL = 4;

  /** How many frames a block of {@link #waveform} stands for. */
  public static final int WAVEFORM_BLOCK_FRAMES = WaveformPeaks.BLOCK_FRAMES;

  /** The decoded source, interleaved stereo. */
  public Path source() {
    return folder.resolve("source.f32");
  }

  /** All stems, frame after frame: of each frame every stem's left and right sample. */
  public Path stems() {
    return folder.resolve("stems.f32");
  }

  /** Lowest and highest sample of every 1024 frames of every stem, as little-endian int16. */
  public Path waveform() {
    return folder.resolve("waveform.i16");
  }

  /** The source's embedded picture as it is (JPEG, PNG), absent if there is none. */
  public Path cover() {
    return folder.resolve("cover");
  }

  /** Of a sample of {@link #stems()}. */
  static int sampleBytes(int stems) {
    return stems > MOST_IN_FULL ? 3 : Float.BYTES;
  }

  /** What these files need together for a song of that length. */
  public static long bytesFor(double seconds, int stems) {
    long frames = (long) Math.ceil(seconds * SAMPLE_RATE_HZ);
    return frames * 2 * (Float.BYTES + stems * sampleBytes(stems))
        + frames / WaveformPeaks.BLOCK_FRAMES * 4 * stems;
  }
}
