package app.headroom.player;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sources made of numbers, and what is measured in what comes out. */
final class Signals {

  static final int RATE = StemSource.SAMPLE_RATE_HZ;

  private Signals() {}

  /** The sample of a stem's side at a frame. */
  @FunctionalInterface
  interface Signal {
    double at(int stem, int side, long frame);
  }

  /** A source that is ready up to where it is told. */
  static final class Source implements StemSource {
    private final int stems;
    private final long frames;
    private final Signal signal;
    volatile long ready;
    volatile boolean closed;
    volatile boolean broken;

    Source(int stems, long frames, Signal signal) {
      this.stems = stems;
      this.frames = frames;
      this.signal = signal;
      this.ready = frames;
    }

    @Override
    public int stems() {
      return stems;
    }

    @Override
    public long totalFrames() {
      return frames;
    }

    @Override
    public long readyFrames() {
      return ready;
    }

    @Override
    public void read(long start, int count, float[] into) throws IOException {
      if (start < 0 || start + count > ready) {
        throw new IOException("read beyond what is ready");
      }
      if (broken) {
        throw new IOException("the disk is gone");
      }
      for (int frame = 0; frame < count; frame++) {
        for (int i = 0; i < 2 * stems; i++) {
          into[frame * 2 * stems + i] = (float) signal.at(i / 2, i % 2, start + frame);
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Noise that has the same value at a place whenever it is asked. */
  static Signal noise(long seed) {
    return (stem, side, frame) ->
        new Random(seed + 31 * frame + 7919L * stem + 104729L * side).nextDouble() * 0.4 - 0.2;
  }

  static double sine(double hz, long frame) {
    return Math.sin(2 * Math.PI * hz * frame / RATE);
  }

  /** All that comes until nothing comes any more, interleaved. */
  static float[] render(Rendering rendering, int piece) throws IOException {
    List<float[]> pieces = new ArrayList<>();
    int total = 0;
    while (true) {
      float[] stereo = new float[2 * piece];
      int got = rendering.render(stereo, piece);
      if (got == 0) {
        break;
      }
      pieces.add(java.util.Arrays.copyOf(stereo, 2 * got));
      total += got;
    }
    float[] all = new float[2 * total];
    int at = 0;
    for (float[] each : pieces) {
      System.arraycopy(each, 0, all, at, each.length);
      at += each.length;
    }
    return all;
  }

  static float[] render(Rendering rendering, int piece, int frames) throws IOException {
    float[] all = new float[2 * frames];
    float[] stereo = new float[2 * piece];
    int done = 0;
    while (done < frames) {
      int got = rendering.render(stereo, Math.min(piece, frames - done));
      if (got == 0) {
        throw new IOException("only " + done + " frames came");
      }
      System.arraycopy(stereo, 0, all, 2 * done, 2 * got);
      done += got;
    }
    return all;
  }

  /** The frequency of a tone by its zero crossings upwards. */
  static double frequency(float[] stereo, int side, int from, int to) {
    double first = -1;
    double last = -1;
    int count = 0;
    for (int frame = from + 1; frame < to; frame++) {
      float before = stereo[2 * (frame - 1) + side];
      float now = stereo[2 * frame + side];
      if (before < 0 && now >= 0) {
        double at = frame - 1 + before / (before - now);
        if (first < 0) {
          first = at;
        } else {
          count++;
        }
        last = at;
      }
    }
    return count * (double) RATE / (last - first);
  }

  /** The largest step between neighbouring samples of one side. */
  static double largestStep(float[] stereo, int side) {
    double largest = 0;
    for (int i = 2 + side; i < stereo.length; i += 2) {
      largest = Math.max(largest, Math.abs(stereo[i] - stereo[i - 2]));
    }
    return largest;
  }
}
