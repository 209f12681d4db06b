package app.headroom.cli;

/** What the program says to the shell. */
final class ExitCode {

  static final int DONE = 0;
  static final int SOME_FAILED = 1;
  static final int WRONG_USE = 2;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
