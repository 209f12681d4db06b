package app.headroom.memory.probe;

import java.util.OptionalLong;

/** Numbers in the kernel's texts. */
final class Numbers {

  private Numbers() {}

  /**
   * The number behind a name at the beginning of a line, perhaps before a unit.
   *
   * @param name with its separator: {@code MemTotal:}
   */
  static OptionalLong named(String text, String name) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (at == 0 || text.charAt(at - 1) == '\n') {
        int start = at + name.length();
        while (start < text.length() && text.charAt(start) == ' ') {
          start++;
        }
        int end = start;
        while (end < text.length() && text.charAt(end) > ' ') {
          end++;
        }
        return parse(text.substring(start, end));
      }
    }
    return OptionalLong.empty();
  }

  /** Empty for {@code max} and for anything else that is not a number from 0 up. */
  static OptionalLong parse(String text) {
    try {
      long number = Long.parseLong(text.strip());
      return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
