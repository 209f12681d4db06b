package app.headroom.supervisor;

/**
 * How long a process has said nothing, in looks at it. Who computes while silent is not stuck: on a
 * slow or crowded machine a single segment takes minutes. So a look at such a process weighs less,
 * but it weighs, since an endless loop computes too. A value.
 *
 * @param lastHeardNanos when it last said something, by {@link System#nanoTime()}
 * @param processorNanos what it had computed until the last look
 * @param lookedNanos when that was
 * @param weight of the looks since something was heard
 */
record Silence(long lastHeardNanos, long processorNanos, long lookedNanos, int weight) {

  /** A process is ended when it was found silent and idle this often in a row. */
  static final int LOOKS = 20;

  /** The looks at a silent process that computes which count as one at an idle one. */
  static final int BUSY_LOOKS = 6;

  /** An idle JVM's own threads take less of a core than this share, a starved worker takes more. */
  private static final double BUSY_SHARE = 0.02;

  /** Something was just heard, or the watch begins. */
  static Silence broken(long heardNanos, long processorNanos, long nowNanos) {
    return new Silence(heardNanos, processorNanos, nowNanos, 0);
  }

  /** After one more look. */
  Silence look(long heardNanos, long processor, long nowNanos) {
    if (heardNanos != lastHeardNanos) {
      return broken(heardNanos, processor, nowNanos);
    }
    boolean busy = processor - processorNanos > BUSY_SHARE * (nowNanos - lookedNanos);
    return new Silence(heardNanos, processor, nowNanos, weight + (busy ? 1 : BUSY_LOOKS));
  }

  boolean isTooLong() {
    return weight >= LOOKS * BUSY_LOOKS;
  }
}
