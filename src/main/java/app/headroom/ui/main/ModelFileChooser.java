package app.headroom.ui.main;

import app.headroom.ui.common.Messages;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Lets the user choose a file with a model's weights. */
final class ModelFileChooser {

  private ModelFileChooser() {}

  static Optional<Path> choose(Window owner, Messages messages) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(messages.text("setup.own.title"));
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter(
                messages.text("setup.own.files"), "*.safetensors", "*.onnx"),
            new FileChooser.ExtensionFilter(messages.text("chooser.all"), "*.*"));
    return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::toPath);
  }
}
