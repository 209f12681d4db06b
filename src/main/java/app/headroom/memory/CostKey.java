package app.headroom.memory;

import app.headroom.job.Precision;

/**
 * What a cost belongs to.
 *
 * @param engine {@link #BUILT_IN}, or the name of another one
 * @param precision FP32 or INT8
 */
public record CostKey(String engine, String model, Precision precision) {

  public static final String BUILT_IN = "built-in";

  public CostKey {
    if (precision == Precision.AUTO) {
      throw new IllegalArgumentException("a cost belongs to a precision that is decided");
    }
  }
}
