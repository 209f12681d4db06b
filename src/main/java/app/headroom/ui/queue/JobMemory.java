package app.headroom.ui.queue;

import java.util.Arrays;

/**
 * A job's memory over time in fixed room: when the room is full, every second value goes and from
 * then on only every second is taken. So the line always shows the whole run. One thread; no
 * toolkit.
 */
final class JobMemory {

  static final int POINTS = 46;

  private final float[] shares = new float[POINTS];
  private int size;
  private int stride = 1;
  private int skipped;
  private float highest;

  /**
   * @param shareOfBudget 1 is the budget
   */
  void add(double shareOfBudget) {
    highest = Math.max(highest, (float) shareOfBudget);
    if (++skipped < stride) {
      return;
    }
    if (size == POINTS) {
      for (int i = 0; i < POINTS / 2; i++) {
        shares[i] = Math.max(shares[2 * i], shares[2 * i + 1]);
      }
      size = POINTS / 2;
      stride *= 2;
    }
    // the highest since the last value taken, so that no peak is lost
    shares[size++] = highest;
    highest = 0;
    skipped = 0;
  }

  float[] shares() {
    return Arrays.copyOf(shares, size);
  }
}
