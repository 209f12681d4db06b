package app.headroom.memory;

import app.headroom.job.EngineChoice;
import app.headroom.job.Precision;

/**
 * What a cost belongs to.
 *
 * @param engine {@link #BUILT_IN}, or the name of another one
 * @param precision FP32 or INT8
 */
public record CostKey(String engine, String model, Precision precision) {

  public static final String BUILT_IN = EngineChoice.BUILT_IN.id();
  public static final String PYTHON = EngineChoice.Flavour.PYTHON.id();
  public static final String NPM = EngineChoice.Flavour.NPM.id();

  /**
   * Of two commands of a user's that lie in different places, or compute on different devices,
   * neither tells what the other takes.
   */
  public static CostKey of(EngineChoice engine, String model, Precision precision) {
    return switch (engine) {
      case EngineChoice.BuiltIn _ -> new CostKey(engine.id(), model, precision);
      case EngineChoice.Command command -> {
        String where = command.program() == null ? "" : " by " + command.program();
        String device = command.device() == null ? "" : " on " + command.device();
        yield new CostKey(engine.id(), model + where + device, precision);
      }
    };
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
