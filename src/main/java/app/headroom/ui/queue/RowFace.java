package app.headroom.ui.queue;

import java.util.Locale;
import javafx.css.PseudoClass;

/**
 * All that a row shows, in words and numbers, for one moment. Immutable.
 *
 * @param detail beside the state
 * @param more a second line, or empty
 * @param progress share that is done, or NaN where there is no bar
 * @param side below the small memory line, or alone
 * @param line whether the memory line is shown
 * @param overWarning whether the job has come to the warning limit
 * @param spoken the whole row in one sentence, for a screen reader
 */
record RowFace(
    String title,
    String subtitle,
    Tone tone,
    String state,
    String detail,
    String more,
    double progress,
    String side,
    boolean line,
    boolean overWarning,
    RowAction first,
    String spoken) {

  /** With another second line, and a bar or NaN for none. */
  RowFace with(String newMore, double newProgress) {
    return new RowFace(
        title,
        subtitle,
        tone,
        state,
        detail,
        newMore,
        newProgress,
        side,
        line,
        overWarning,
        first,
        spoken + ". " + newMore);
  }

  /** What the row's colour says. */
  enum Tone {
    QUIET,
    ACTIVE,
    HALTED,
    DONE,
    TROUBLE;

    PseudoClass pseudoClass() {
      return PseudoClass.getPseudoClass(name().toLowerCase(Locale.ROOT));
    }
  }
}
