package app.headroom.player;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads all stems together and sums them, so that they cannot drift apart. Gains move over {@link
 * #RAMP_FRAMES}; where a loop jumps back, what would have come behind its end fades out under its
 * beginning. One thread.
 */
final class MixReader {

  /** 10 ms. */
  static final int RAMP_FRAMES = 441;

  /** 5 ms. */
  static final int FADE_FRAMES = 220;

  private static final int CHUNK_FRAMES = 1024;

  private final StemSource source;
  private final float[] chunk;
  private final float[] current;
  private final float[] target;
  private final float[] step;
  private final float[] tail = new float[2 * FADE_FRAMES];
  private int rampLeft;
  private int fadeAt = FADE_FRAMES;
  private long position;
  private @Nullable Loop loop;

  MixReader(StemSource source, List<Gain> gains) {
    this.source = source;
    int channels = 2 * source.stems();
    chunk = new float[CHUNK_FRAMES * channels];
    current = new float[channels];
    target = new float[channels];
    step = new float[channels];
    set(gains, target);
    set(gains, current);
  }

  private static void set(List<Gain> gains, float[] into) {
    for (int stem = 0; stem < gains.size(); stem++) {
      into[2 * stem] = gains.get(stem).left();
      into[2 * stem + 1] = gains.get(stem).right();
    }
  }

  /** From the next frame on the gains move there. */
  void gains(List<Gain> gains) {
    set(gains, target);
    rampLeft = RAMP_FRAMES;
    for (int i = 0; i < step.length; i++) {
      step[i] = (target[i] - current[i]) / RAMP_FRAMES;
    }
  }

  void loop(@Nullable Loop next) {
    loop = next;
  }

  /** Jumps without a fade; whoever asks for it has faded. May be before the song: silence. */
  void seek(long frame) {
    position = frame;
    fadeAt = FADE_FRAMES;
  }

  /** The next frame to be read. */
  long position() {
    return position;
  }

  boolean atEnd() {
    return position >= source.totalFrames();
  }

  /**
   * Reads on.
   *
   * @param stereo filled from {@code at} (a frame) on
   * @return how many frames: fewer than wanted where the song ends, or is not separated yet
   */
  int read(float[] stereo, int at, int wanted) throws IOException {
    int done = 0;
    while (done < wanted) {
      int part = Math.min(wanted - done, CHUNK_FRAMES);
      Loop around = loop;
      if (around != null && position < around.end()) {
        part = (int) Math.min(part, around.end() - position);
      }
      int got = readStraight(stereo, at + done, part);
      fadeIn(stereo, at + done, got);
      done += got;
      if (around != null && got > 0 && position == around.end()) {
        jump(around.start());
      }
      if (got < part) {
        break;
      }
    }
    return done;
  }

  private void jump(long to) throws IOException {
    Arrays.fill(tail, 0);
    // with the gains standing still: they go on from here at the loop's start
    int moving = rampLeft;
    rampLeft = 0;
    readStraight(tail, 0, FADE_FRAMES);
    rampLeft = moving;
    seek(to);
    fadeAt = 0;
  }

  private void fadeIn(float[] stereo, int at, int count) {
    for (int i = 0; i < count && fadeAt < FADE_FRAMES; i++, fadeAt++) {
      float in = fadeAt / (float) FADE_FRAMES;
      for (int side = 0; side < 2; side++) {
        int sample = 2 * (at + i) + side;
        stereo[sample] = stereo[sample] * in + tail[2 * fadeAt + side] * (1 - in);
      }
    }
  }

  private int readStraight(float[] stereo, int at, int wanted) throws IOException {
    int silent = Math.clamp(-position, 0, wanted);
    Arrays.fill(stereo, 2 * at, 2 * (at + silent), 0);
    position += silent;
    int there = Math.clamp(source.readyFrames() - position, 0, wanted - silent);
    if (there > 0) {
      source.read(position, there, chunk);
      sum(stereo, at + silent, there);
      position += there;
    }
    return silent + there;
  }

  private void sum(float[] stereo, int at, int count) {
    int channels = current.length;
    for (int frame = 0; frame < count; frame++) {
      if (rampLeft > 0) {
        move();
      }
      float left = 0;
      float right = 0;
      int sample = frame * channels;
      for (int i = 0; i < channels; i += 2) {
        left += chunk[sample + i] * current[i];
        right += chunk[sample + i + 1] * current[i + 1];
      }
      stereo[2 * (at + frame)] = left;
      stereo[2 * (at + frame) + 1] = right;
    }
  }

  private void move() {
    rampLeft--;
    for (int i = 0; i < current.length; i++) {
      current[i] = rampLeft == 0 ? target[i] : current[i] + step[i];
    }
  }
}
