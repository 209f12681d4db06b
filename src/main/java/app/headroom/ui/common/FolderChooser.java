package app.headroom.ui.common;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.Window;

/** Lets the user choose a folder. */
public final class FolderChooser {

  private FolderChooser() {}

  public static Optional<Path> choose(Window owner, String title, Optional<Path> present) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(title);
    present
        .map(path -> new File(path.toString()))
        .filter(File::isDirectory)
        .ifPresent(chooser::setInitialDirectory);
    return Optional.ofNullable(chooser.showDialog(owner)).map(File::toPath);
  }
}
