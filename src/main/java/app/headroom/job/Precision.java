package app.headroom.job;

/** The arithmetic of the network's linear layers. */
public enum Precision {
  /** What suits this processor. */
  AUTO,
  FP32,
  INT8
}
