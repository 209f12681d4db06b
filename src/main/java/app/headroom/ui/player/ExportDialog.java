package app.headroom.ui.player;

import app.headroom.job.OutputFormat;
import app.headroom.ui.common.FormatWords;
import app.headroom.ui.common.Messages;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/**
 * The system's own dialog, with the formats as kinds of file. It asks before it replaces a file.
 */
public record ExportDialog(Window owner, Messages messages) implements ExportChooser {

  @Override
  public Optional<Choice> choose(Path folder, String name, OutputFormat format) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(messages.text("player.export.title"));
    Map<OutputFormat, ExtensionFilter> kinds = new EnumMap<>(OutputFormat.class);
    for (OutputFormat each : OutputFormat.values()) {
      ExtensionFilter kind =
          new ExtensionFilter(FormatWords.longName(each), "*." + each.extension());
      kinds.put(each, kind);
      chooser.getExtensionFilters().add(kind);
    }
    chooser.setSelectedExtensionFilter(kinds.get(format));
    chooser.setInitialFileName(name + "." + format.extension());
    File start = new File(folder.toString());
    if (start.isDirectory()) {
      chooser.setInitialDirectory(start);
    }
    File chosen = chooser.showSaveDialog(owner);
    if (chosen == null) {
      return Optional.empty();
    }
    OutputFormat kind =
        kinds.entrySet().stream()
            .filter(entry -> entry.getValue().equals(chooser.getSelectedExtensionFilter()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(format);
    return Optional.of(choice(chosen.toPath().toAbsolutePath(), kind));
  }

  /**
   * Only what the dialog itself has shown may be replaced, not what a completed name happens on.
   */
  static Choice choice(Path chosen, OutputFormat format) {
    String ending = "." + format.extension();
    String name = String.valueOf(chosen.getFileName());
    return name.toLowerCase(Locale.ROOT).endsWith(ending)
        ? new Choice(chosen, format, Files.exists(chosen))
        : new Choice(chosen.resolveSibling(name + ending), format, false);
  }
}
