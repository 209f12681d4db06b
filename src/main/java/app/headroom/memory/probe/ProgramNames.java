package app.headroom.memory.probe;

/** Names of programs come from outside; they go to a window, a terminal and a log. */
final class ProgramNames {

  private static final int MOST_LENGTH = 40;

  private ProgramNames() {}

  static String printable(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .limit(MOST_LENGTH)
        .forEach(clean::appendCodePoint);
    return clean.isEmpty() ? "?" : capital(clean.toString());
  }

  /**
   * Systems name most programs in small letters; names with capitals of their own are let alone.
   */
  private static String capital(String name) {
    int first = name.codePointAt(0);
    return name.codePoints().anyMatch(Character::isUpperCase)
        ? name
        : new StringBuilder()
            .appendCodePoint(Character.toTitleCase(first))
            .append(name.substring(Character.charCount(first)))
            .toString();
  }
}
