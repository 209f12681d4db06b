package app.headroom.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The settings file says what can't be meant. The message has one line for each problem. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param line counted from 1
   * @param what with the value and what is allowed
   */
  public record Problem(int line, String what) {}

  private final transient List<Problem> problems;

  SettingsException(Path file, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> file + ":" + problem.line() + ": " + problem.what())
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
