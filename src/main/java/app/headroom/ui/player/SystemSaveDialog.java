package app.headroom.ui.player;

import java.io.File;
import java.util.List;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** The system's own dialog. */
record SystemSaveDialog(Window owner) implements SaveDialog {

  @Override
  public Optional<Answer> ask(Question question) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(question.title());
    List<ExtensionFilter> filters =
        question.kinds().stream()
            .map(kind -> new ExtensionFilter(kind.name(), "*." + kind.ending()))
            .toList();
    chooser.getExtensionFilters().setAll(filters);
    chooser.setSelectedExtensionFilter(filters.get(question.first()));
    chooser.setInitialFileName(question.name());
    File start = new File(question.folder().toString());
    if (start.isDirectory()) {
      chooser.setInitialDirectory(start);
    }
    File chosen = chooser.showSaveDialog(owner);
    int filter = filters.indexOf(chooser.getSelectedExtensionFilter());
    return Optional.ofNullable(chosen)
        .map(file -> new Answer(file.toPath().toAbsolutePath(), Math.max(filter, 0)));
  }
}
