package app.headroom.memory.probe;

import java.util.Optional;

/**
 * {@code /proc/PID/statm}, in pages.
 *
 * @param filePages the resident pages that files or shared memory back
 */
record Statm(long residentPages, long filePages) {

  static Optional<Statm> parse(String text) {
    int first = text.indexOf(' ');
    int second = text.indexOf(' ', first + 1);
    int third = text.indexOf(' ', second + 1);
    if (first < 0 || second < 0 || third < 0) {
      return Optional.empty();
    }
    try {
      long resident = Long.parseLong(text, first + 1, second, 10);
      // the counters are not read at once
      return Optional.of(
          new Statm(resident, Math.min(resident, Long.parseLong(text, second + 1, third, 10))));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
