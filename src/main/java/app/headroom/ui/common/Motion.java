package app.headroom.ui.common;

import javafx.application.Platform;

/** Whether things may move: not where the system or the user wishes for less motion. */
public final class Motion {

  private static boolean reducedByUser;

  private Motion() {}

  /** On the FX thread. */
  public static boolean wanted() {
    return !reducedByUser && !Platform.getPreferences().isReducedMotion();
  }

  /** The user's setting; on the FX thread. */
  public static void reduce(boolean reduce) {
    reducedByUser = reduce;
  }
}
