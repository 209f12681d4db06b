package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Appends finished frames of all stems to the spool, with the waveform's peaks beside them. One
 * thread; its owner closes it. An {@link IOException} for want of space is told from others by
 * {@link DiskSpace#isFull}.
 */
public final class StemWriter implements Closeable {

  private static final int CHUNK_FRAMES = 2048;

  private final FloatFile file;
  private final WaveformPeaks waveform;
  private final int stems;
  private final double[] stemPeaks;
  private final double[] restPeaks;
  private long frames;

  private StemWriter(FloatFile file, WaveformPeaks waveform, StemPeaks peaks, long frames) {
    this.file = file;
    this.waveform = waveform;
    this.stems = peaks.stems().size();
    this.stemPeaks = peaks.stems().stream().mapToDouble(peak -> peak).toArray();
    this.restPeaks = peaks.rests().stream().mapToDouble(peak -> peak).toArray();
    this.frames = frames;
  }

  /** Starts with no frames, whatever was there before. */
  public static StemWriter create(Spool spool, int stems) throws IOException {
    return resume(spool, 0, StemPeaks.none(stems));
  }

  /**
   * Goes on behind the first {@code frames} frames; what lies behind them is cut off.
   *
   * @param peaks as they were with that many frames
   * @throws IOException if the spool holds fewer frames
   */
  public static StemWriter resume(Spool spool, long frames, StemPeaks peaks) throws IOException {
    int stems = peaks.stems().size();
    FloatFile file =
        FloatFile.open(
            spool.stems(),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE);
    try {
      if (file.size() < frames * 2 * stems) {
        throw new IOException(
            "the stems' spool holds fewer than the " + frames + " frames that were finished");
      }
      file.truncate(frames * 2 * stems);
      StemWriter writer =
          new StemWriter(file, WaveformPeaks.open(spool.waveform(), stems), peaks, frames);
      writer.redrawWaveform();
      return writer;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The frames behind the last whole block that the waveform has. */
  private void redrawWaveform() throws IOException {
    float[] chunk = new float[CHUNK_FRAMES * 2 * stems];
    long drawn = waveform.keep(frames);
    while (drawn < frames) {
      int count = (int) Math.min(frames - drawn, CHUNK_FRAMES);
      file.read(drawn * 2 * stems, chunk, 0, count * 2 * stems);
      waveform.add(chunk, count);
      drawn += count;
    }
  }

  /**
   * @param interleaved of each frame every stem's left and right sample, from its first element on
   */
  public void append(float[] interleaved, int count) throws IOException {
    measure(interleaved, count);
    file.append(interleaved, count * 2 * stems);
    waveform.add(interleaved, count);
    frames += count;
  }

  private void measure(float[] interleaved, int count) {
    for (int start = 0; start < count * 2 * stems; start += 2 * stems) {
      for (int side = 0; side < 2; side++) {
        double sum = 0;
        for (int stem = 0; stem < stems; stem++) {
          sum += interleaved[start + 2 * stem + side];
        }
        for (int stem = 0; stem < stems; stem++) {
          double sample = interleaved[start + 2 * stem + side];
          stemPeaks[stem] = Math.max(stemPeaks[stem], Math.abs(sample));
          restPeaks[stem] = Math.max(restPeaks[stem], Math.abs(sum - sample));
        }
      }
    }
  }

  /** Everything appended so far is on the disk when this returns. */
  public void force() throws IOException {
    file.force();
  }

  public long frames() {
    return frames;
  }

  public StemPeaks peaks() {
    return new StemPeaks(
        Arrays.stream(stemPeaks).boxed().toList(), Arrays.stream(restPeaks).boxed().toList());
  }

  @Override
  public void close() throws IOException {
    try (waveform) {
      file.close();
    }
  }
}
