package app.headroom.memory;

import app.headroom.job.EngineChoice;
import app.headroom.job.Precision;

/**
 * What a cost belongs to.
 *
 * @param engine {@link #BUILT_IN}, or the name of another one
 * @param command which of the user's commands of that name, as it is now: what another one took, or
 *     this one before it was replaced, tells nothing about it. Empty for the built-in engine, and
 *     where only what is shipped is asked for
 * @param precision FP32 or INT8
 */
public record CostKey(String engine, String command, String model, Precision precision) {

  public static final String BUILT_IN = EngineChoice.BUILT_IN.id();
  public static final String PYTHON = EngineChoice.Flavour.PYTHON.id();
  public static final String NPM = EngineChoice.Flavour.NPM.id();

  /** Of the built-in engine, or of a command whichever it is. */
  public CostKey(String engine, String model, Precision precision) {
    this(engine, "", model, precision);
  }

  /** Whether it is a command of the user's, about which little is known beforehand. */
  public boolean ofCommand() {
    return !engine.equals(BUILT_IN);
  }

  public CostKey {
    if (precision == Precision.AUTO) {
      throw new IllegalArgumentException("a cost belongs to a precision that is decided");
    }
  }
}
