package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Appends finished frames of all stems to the spool, with the waveform's peaks beside them; or of
 * some stems, pass after pass. One thread; its owner closes it. An {@link IOException} for want of
 * space is told from others by {@link DiskSpace#isFull}.
 */
public final class StemWriter implements Closeable {

  private static final int CHUNK_FRAMES = 2048;

  /** Frames that are measured step by step, in arrays that stay in the processor's cache. */
  private static final int BLOCK_FRAMES = 512;

  private final FloatFile file;
  private final WaveformPeaks waveform;
  private final int stems;
  private final double[] stemPeaks;
  private final double[] restPeaks;
  private final Part part;
  private final float[] whole;
  private final double[] sums = new double[2 * BLOCK_FRAMES];
  private long frames;

  /**
   * What a writer gives of each frame.
   *
   * @param stems places of its stems among all of them
   * @param first whether no frame has been written before: the other stems are silent then, until
   *     the passes that give them have been
   * @param last whether all other stems are there already: then the frames are whole, and are
   *     measured and drawn
   */
  public record Part(List<Integer> stems, boolean first, boolean last) {
    public Part {
      stems = List.copyOf(stems);
    }

    /** All stems, in their order. */
    public static Part all(int stems) {
      return new Part(IntStream.range(0, stems).boxed().toList(), true, true);
    }
  }

  private StemWriter(
      FloatFile file, WaveformPeaks waveform, StemPeaks peaks, long frames, Part part) {
    this.file = file;
    this.waveform = waveform;
    this.part = part;
    this.whole = new float[CHUNK_FRAMES * 2 * peaks.stems().size()];
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
    return resume(spool, frames, peaks, Part.all(peaks.stems().size()));
  }

  /** The same for some of the stems; what other passes have written stays. */
  public static StemWriter resume(Spool spool, long frames, StemPeaks peaks, Part part)
      throws IOException {
    int stems = peaks.stems().size();
    FloatFile file =
        FloatFile.open(
            spool.stems(),
            Spool.sampleBytes(stems),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE);
    try {
      if (file.size() < frames * 2 * stems) {
        throw new IOException(
            "the stems' spool holds fewer than the " + frames + " frames that were finished");
      }
      if (part.first) {
        file.truncate(frames * 2 * stems);
      } else {
        file.position(frames * 2 * stems);
      }
      StemWriter writer =
          new StemWriter(file, WaveformPeaks.open(spool.waveform(), stems), peaks, frames, part);
      if (part.last) {
        writer.redrawWaveform();
      }
      return writer;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The frames behind the last whole block that the waveform has. */
  private void redrawWaveform() throws IOException {
    long drawn = waveform.keep(frames);
    while (drawn < frames) {
      int count = (int) Math.min(frames - drawn, CHUNK_FRAMES);
      file.read(drawn * 2 * stems, whole, 0, count * 2 * stems);
      waveform.add(whole, count);
      drawn += count;
    }
  }

  /**
   * @param interleaved of each frame left and right sample of every stem that this writer gives,
   *     from its first element on
   * @throws java.io.EOFException if the passes before this one have given fewer frames
   */
  public void append(float[] interleaved, int count) throws IOException {
    if (part.first && part.last) {
      appendWhole(interleaved, count);
      return;
    }
    int given = part.stems.size();
    for (int done = 0; done < count; done += CHUNK_FRAMES) {
      int now = Math.min(CHUNK_FRAMES, count - done);
      if (part.first) {
        Arrays.fill(whole, 0, now * 2 * stems, 0);
      } else {
        file.read(frames * 2 * stems, whole, 0, now * 2 * stems);
      }
      for (int frame = 0; frame < now; frame++) {
        for (int i = 0; i < given; i++) {
          int from = ((done + frame) * given + i) * 2;
          System.arraycopy(interleaved, from, whole, (frame * stems + part.stems.get(i)) * 2, 2);
        }
      }
      appendWhole(whole, now);
    }
  }

  private void appendWhole(float[] interleaved, int count) throws IOException {
    file.append(interleaved, count * 2 * stems);
    if (part.last) {
      measure(interleaved, count);
      waveform.add(interleaved, count);
    }
    frames += count;
  }

  private void measure(float[] interleaved, int count) {
    for (int done = 0; done < count; done += BLOCK_FRAMES) {
      int part = Math.min(BLOCK_FRAMES, count - done);
      sum(interleaved, done * 2 * stems, part);
      for (int stem = 0; stem < stems; stem++) {
        measure(stem, interleaved, done * 2 * stems, part);
      }
    }
  }

  private void sum(float[] interleaved, int start, int count) {
    double[] into = sums;
    int step = 2 * stems;
    for (int i = 0; i < count; i++) {
      double left = 0;
      double right = 0;
      int end = start + (i + 1) * step;
      for (int at = end - step; at < end; at += 2) {
        left += interleaved[at];
        right += interleaved[at + 1];
      }
      into[2 * i] = left;
      into[2 * i + 1] = right;
    }
  }

  private void measure(int stem, float[] interleaved, int start, int count) {
    double[] all = sums;
    int step = 2 * stems;
    double peak = stemPeaks[stem];
    double restPeak = restPeaks[stem];
    int at = start + 2 * stem;
    for (int i = 0; i < 2 * count; i += 2) {
      double left = interleaved[at];
      double right = interleaved[at + 1];
      double leftSize = Math.abs(left);
      double rightSize = Math.abs(right);
      double leftRest = Math.abs(all[i] - left);
      double rightRest = Math.abs(all[i + 1] - right);
      peak = leftSize > peak ? leftSize : peak;
      peak = rightSize > peak ? rightSize : peak;
      restPeak = leftRest > restPeak ? leftRest : restPeak;
      restPeak = rightRest > restPeak ? rightRest : restPeak;
      at += step;
    }
    stemPeaks[stem] = peak;
    restPeaks[stem] = restPeak;
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
