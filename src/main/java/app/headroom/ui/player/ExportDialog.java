package app.headroom.ui.player;

import app.headroom.job.OutputFormat;
import app.headroom.ui.common.FormatWords;
import app.headroom.ui.common.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.stage.Window;

/** A dialog for saving files, with the formats as kinds of file. */
public final class ExportDialog implements ExportChooser {

  private static final List<OutputFormat> FORMATS = List.of(OutputFormat.values());

  private final SaveDialog dialog;
  private final Messages messages;

  ExportDialog(SaveDialog dialog, Messages messages) {
    this.dialog = dialog;
    this.messages = messages;
  }

  /** The system's own. */
  public ExportDialog(Window owner, Messages messages) {
    this(new SystemSaveDialog(owner), messages);
  }

  @Override
  public Optional<Choice> choose(Path folder, String name, OutputFormat format) {
    List<SaveDialog.Kind> kinds =
        FORMATS.stream()
            .map(each -> new SaveDialog.Kind(FormatWords.longName(each), each.extension()))
            .toList();
    return dialog
        .ask(
            new SaveDialog.Question(
                messages.text("player.export.title"),
                folder,
                name + "." + format.extension(),
                kinds,
                FORMATS.indexOf(format)))
        .map(answer -> choice(answer.file(), FORMATS.get(answer.kind())));
  }

  /**
   * The name's ending says more than the kind, which stays as it was where a name is typed. Only
   * what the dialog itself has shown may be replaced, not what a completed name happens on.
   */
  private static Choice choice(Path chosen, OutputFormat kind) {
    String name = String.valueOf(chosen.getFileName());
    return Stream.concat(Stream.of(kind), FORMATS.stream())
        .filter(each -> name.toLowerCase(Locale.ROOT).endsWith("." + each.extension()))
        .findFirst()
        .map(each -> new Choice(chosen, each, Files.exists(chosen)))
        .orElseGet(
            () -> new Choice(chosen.resolveSibling(name + "." + kind.extension()), kind, false));
  }
}
