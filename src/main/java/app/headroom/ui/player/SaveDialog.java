package app.headroom.ui.player;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks the user for a file's name and kind, and before it names one that exists. */
@FunctionalInterface
interface SaveDialog {

  /** Keeps the FX thread busy until it is answered; empty if the user thinks better of it. */
  Optional<Answer> ask(Question question);

  /**
   * @param folder where it begins, if that is there
   * @param name with its ending
   * @param kinds what can be chosen
   * @param first the index of the kind that is chosen at first
   */
  record Question(String title, Path folder, String name, List<Kind> kinds, int first) {}

  /**
   * @param ending without a dot
   */
  record Kind(String name, String ending) {}

  /**
   * @param file absolute, as the user named it
   * @param kind the index of the kind that is chosen
   */
  record Answer(Path file, int kind) {}
}
