package app.headroom.player;

import be.tarsos.dsp.resample.Resampler;
import java.io.IOException;

/**
 * Changes pitch and length together, by TarsosDSP's resampler (Smith's bandlimited interpolation).
 * Both sides go through filters that are fed alike, so they stay together. One thread.
 */
final class StereoResampler {

  private static final int CHUNK_FRAMES = 512;

  /** Where the sound comes from. */
  @FunctionalInterface
  interface Feed {
    int read(float[] stereo, int at, int wanted) throws IOException;
  }

  private final Feed feed;
  private final double factor;
  private final Resampler left;
  private final Resampler right;
  private final float[] stereo = new float[2 * CHUNK_FRAMES];
  private final float[] leftIn = new float[CHUNK_FRAMES];
  private final float[] rightIn = new float[CHUNK_FRAMES];
  private final float[] leftOut = new float[4 * CHUNK_FRAMES];
  private final float[] rightOut = new float[4 * CHUNK_FRAMES];
  private int inAt;
  private int inEnd;
  private int outAt;
  private int outEnd;

  /**
   * @param pitch how many times as high, between 0.5 and 2
   */
  StereoResampler(Feed feed, double pitch) {
    this.feed = feed;
    this.factor = 1 / pitch;
    left = new Resampler(true, factor, factor);
    right = new Resampler(true, factor, factor);
  }

  int read(float[] into, int at, int wanted) throws IOException {
    int done = 0;
    while (done < wanted) {
      if (outAt == outEnd && !convert()) {
        break;
      }
      int part = Math.min(wanted - done, outEnd - outAt);
      for (int i = 0; i < part; i++) {
        into[2 * (at + done + i)] = leftOut[outAt + i];
        into[2 * (at + done + i) + 1] = rightOut[outAt + i];
      }
      outAt += part;
      done += part;
    }
    return done;
  }

  private boolean convert() throws IOException {
    outAt = 0;
    outEnd = 0;
    while (outEnd == 0) {
      if (inAt == inEnd) {
        inAt = 0;
        inEnd = feed.read(stereo, 0, CHUNK_FRAMES);
        if (inEnd == 0) {
          return false;
        }
        for (int i = 0; i < inEnd; i++) {
          leftIn[i] = stereo[2 * i];
          rightIn[i] = stereo[2 * i + 1];
        }
      }
      Resampler.Result made =
          left.process(factor, leftIn, inAt, inEnd - inAt, false, leftOut, 0, leftOut.length);
      Resampler.Result same =
          right.process(factor, rightIn, inAt, inEnd - inAt, false, rightOut, 0, rightOut.length);
      if (made.inputSamplesConsumed != same.inputSamplesConsumed
          || made.outputSamplesGenerated != same.outputSamplesGenerated) {
        throw new IllegalStateException("the two sides have come apart");
      }
      inAt += made.inputSamplesConsumed;
      outEnd = made.outputSamplesGenerated;
    }
    return true;
  }
}
