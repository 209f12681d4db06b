package app.headroom.ui.player;

import app.headroom.job.OutputFormat;
import java.nio.file.Path;
import java.util.Optional;

/** Lets the user say where a mix goes, and as what. Called on the FX thread, may keep it busy. */
@FunctionalInterface
public interface ExportChooser {

  /**
   * @param folder where it would go
   * @param name without its ending
   * @param format as what it would be written
   * @return empty if the user thinks better of it
   */
  Optional<Choice> choose(Path folder, String name, OutputFormat format);

  /**
   * @param target absolute
   * @param overwrite whether the user has agreed to replace the file that is there
   */
  record Choice(Path target, OutputFormat format, boolean overwrite) {}
}
