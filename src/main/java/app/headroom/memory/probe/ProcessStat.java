package app.headroom.memory.probe;

import java.util.Optional;

/**
 * {@code /proc/PID/stat}.
 *
 * @param name as the kernel keeps it, at most 15 bytes, each as one character; may hold anything,
 *     spaces and parentheses too
 * @param startTicks when it started, in clock ticks since boot: with the pid it names a process
 */
record ProcessStat(long pid, String name, long parentPid, long startTicks, long residentPages) {

  // counted from the state, the first field behind the name
  private static final int PARENT = 1;
  private static final int START = 19;
  private static final int RESIDENT = 21;

  /** Empty if the text is not of that form. */
  static Optional<ProcessStat> parse(String text) {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    String[] fields = text.substring(close + 1).strip().split(" ", RESIDENT + 2);
    if (fields.length <= RESIDENT) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessStat(
              Long.parseLong(text.substring(0, open).strip()),
              text.substring(open + 1, close),
              Long.parseLong(fields[PARENT]),
              Long.parseLong(fields[START]),
              Long.parseLong(fields[RESIDENT].strip())));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
