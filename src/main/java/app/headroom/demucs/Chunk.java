package app.headroom.demucs;

import java.nio.FloatBuffer;

/**
 * The part of a separated segment that belongs to the song.
 *
 * @param stems planar, each channel {@code segment} frames long
 * @param start where the part begins in the segment
 * @param frames how long it is
 */
record Chunk(FloatBuffer stems, int segment, int start, int frames) {

  /** The triangle that rises from the segment's first frame to its middle and falls again. */
  float weight(int frame) {
    int rising = segment / 2;
    int highest = segment - rising;
    return (frame < rising ? frame + 1 : segment - frame) / (float) highest;
  }

  /** Copies frames of one channel. */
  void read(int channel, int frame, float[] destination, int count) {
    stems.get(channel * segment + start + frame, destination, 0, count);
  }
}
