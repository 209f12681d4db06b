package app.headroom.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where the command line writes: results to stdout, everything else to stderr. On a terminal some
 * status lines at the end of stderr are redrawn in place. Thread-safe.
 */
public final class Console {

  private static final String UP_AND_CLEAR = "\u001b[A\u001b[2K";

  private final PrintStream out;
  private final PrintStream err;
  private final OptionalInt columns;
  private List<String> status = List.of();

  /**
   * @param columns width of the terminal that stderr goes to; empty where it is none
   */
  public Console(PrintStream out, PrintStream err, OptionalInt columns) {
    this.out = out;
    this.err = err;
    this.columns = columns;
  }

  boolean terminal() {
    return columns.isPresent();
  }

  /** How wide the terminal is; what is usual where there is none. */
  int columns() {
    return columns.orElse(80);
  }

  /** A result, escaped. */
  synchronized void result(String line) {
    erase();
    out.println(Words.shown(line));
    out.flush();
    draw();
  }

  /** A result of several lines that hold nothing from outside. */
  synchronized void results(String lines) {
    erase();
    out.print(lines);
    out.flush();
    draw();
  }

  /** A message, escaped. */
  synchronized void say(String line) {
    erase();
    err.println(Words.shown(line));
    err.flush();
    draw();
  }

  /** That something is otherwise than it was meant. */
  public void warn(String what) {
    say("headroom: " + what);
  }

  /** What is shown at the end until the next call; only on a terminal. */
  synchronized void status(List<String> lines) {
    if (terminal() && !lines.equals(status)) {
      erase();
      status = List.copyOf(lines);
      draw();
    }
  }

  /** Whether stdout can still be written; a closed pipe ends it. */
  boolean broken() {
    return out.checkError();
  }

  private void erase() {
    if (!status.isEmpty()) {
      err.print(UP_AND_CLEAR.repeat(status.size()));
      err.flush();
    }
  }

  private void draw() {
    if (!status.isEmpty()) {
      StringBuilder text = new StringBuilder();
      for (String line : status) {
        text.append(Words.cut(Words.shown(line), columns() - 1)).append('\n');
      }
      err.print(text);
      err.flush();
    }
  }
}
