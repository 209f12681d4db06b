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

  /**
   * The triangle that rises from the segment's first frame to its middle and falls again; the part
   * has it from its own first frame on, wherever in the segment it lies.
   */
  void readWeights(int frame, float[] destination, int count) {
    int rising = segment / 2;
    float highest = segment - rising;
    for (int i = 0; i < count; i++) {
      int at = frame + i;
      destination[i] = (at < rising ? at + 1 : segment - at) / highest;
    }
  }

  /** Copies frames of one channel. */
  void read(int channel, int frame, float[] destination, int count) {
    stems.get(channel * segment + start + frame, destination, 0, count);
  }
}
