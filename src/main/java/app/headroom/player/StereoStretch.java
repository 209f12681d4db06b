package app.headroom.player;

import be.tarsos.dsp.AudioEvent;
import be.tarsos.dsp.WaveformSimilarityBasedOverlapAdd;
import be.tarsos.dsp.WaveformSimilarityBasedOverlapAdd.Parameters;
import be.tarsos.dsp.io.TarsosDSPAudioFormat;
import java.io.IOException;
import java.util.Arrays;

/**
 * Changes the length and not the pitch, by TarsosDSP's WSOLA (Verhelst and Roelands, "An
 * overlap-add technique based on waveform similarity", 1993, in the form of SoundTouch). That is
 * for one channel; two of them would each find places of their own and lose their phase to each
 * other. So TarsosDSP decides on the sum of both sides, and both are cut and joined at the places
 * that it has chosen. One thread.
 */
final class StereoStretch {

  private static final float RATE = StemSource.SAMPLE_RATE_HZ;

  private final MixReader in;
  private final WaveformSimilarityBasedOverlapAdd decider;
  private final AudioEvent event =
      new AudioEvent(new TarsosDSPAudioFormat(RATE, 16, 1, true, false));
  private final int overlap;
  private final int blockOut;
  private final double skip;
  private final float[] input;
  private final float[] middle;
  private final float[] before;
  private final float[] output;
  private int filled;
  private double owed;
  private int outAt;
  private boolean primed;

  /**
   * @param frame of the song with which the output begins
   */
  StereoStretch(MixReader in, double tempo, long frame) {
    this.in = in;
    Parameters parameters =
        tempo < 0.75
            ? Parameters.slowdownDefaults(tempo, RATE)
            : Parameters.musicDefaults(tempo, RATE);
    decider = new WaveformSimilarityBasedOverlapAdd(parameters);
    overlap = (int) (RATE * parameters.getOverlapMs() / 1000);
    int window = (int) (RATE * parameters.getSequenceMs() / 1000);
    int seek = (int) (RATE * parameters.getSeekWindowMs() / 1000);
    blockOut = window - overlap;
    skip = tempo * blockOut;
    middle = new float[decider.getInputBufferSize()];
    input = new float[2 * middle.length];
    before = new float[2 * overlap];
    output = new float[2 * blockOut];
    outAt = blockOut;
    // What the first block leaves to be joined lies half a seek window and a block behind its
    // start, for without a past it takes the window's middle.
    in.seek(frame - seek / 2 - blockOut);
  }

  /**
   * @return how many frames: fewer than wanted where there is no more input for now; behind the
   *     song's end silence is stretched, without end
   */
  int read(float[] stereo, int at, int wanted) throws IOException {
    int done = 0;
    while (done < wanted) {
      if (outAt == blockOut) {
        if (!fill()) {
          break;
        }
        block();
        outAt = primed ? 0 : blockOut;
        primed = true;
        continue;
      }
      int part = Math.min(wanted - done, blockOut - outAt);
      System.arraycopy(output, 2 * outAt, stereo, 2 * (at + done), 2 * part);
      outAt += part;
      done += part;
    }
    return done;
  }

  private boolean fill() throws IOException {
    while (filled < middle.length) {
      int got = in.read(input, filled, middle.length - filled);
      filled += got;
      if (got == 0) {
        if (!in.atEnd()) {
          return false;
        }
        Arrays.fill(input, 2 * filled, input.length, 0);
        filled = middle.length;
      }
    }
    return true;
  }

  private void block() throws IOException {
    int offset = decide();
    for (int i = 0; i < overlap; i++) {
      for (int side = 0; side < 2; side++) {
        float next = input[2 * (offset + i) + side];
        output[2 * i + side] = (next * i + before[2 * i + side] * (overlap - i)) / overlap;
      }
    }
    int rest = blockOut - overlap;
    System.arraycopy(input, 2 * (offset + overlap), output, 2 * overlap, 2 * rest);
    System.arraycopy(input, 2 * (offset + blockOut), before, 0, 2 * overlap);
    // whole frames are skipped, and what is owed is not forgotten: the tempo is exact in the long
    // run
    owed += skip;
    int skipped = (int) owed;
    owed -= skipped;
    int kept = Math.max(0, filled - skipped);
    System.arraycopy(input, 2 * (filled - kept), input, 0, 2 * kept);
    if (filled < skipped) {
      in.seek(in.position() + skipped - filled);
    }
    filled = kept;
  }

  /**
   * The place that TarsosDSP takes, found again in what it gives back: behind the overlap that is a
   * plain copy. Where several places give the same, any of them is as good.
   */
  private int decide() {
    for (int i = 0; i < middle.length; i++) {
      middle[i] = input[2 * i] + input[2 * i + 1];
    }
    event.setFloatBuffer(middle);
    boolean _ = decider.process(event);
    float[] chosen = event.getFloatBuffer();
    for (int offset = 0; offset + blockOut + overlap <= middle.length; offset++) {
      if (Arrays.equals(middle, offset + overlap, offset + blockOut, chosen, overlap, blockOut)) {
        return offset;
      }
    }
    throw new IllegalStateException("the stretched sound is not made of its input");
  }
}
