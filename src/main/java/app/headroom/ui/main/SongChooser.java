package app.headroom.ui.main;

import app.headroom.ui.common.Messages;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Lets the user choose songs. Remembers the folder while the window is open. */
final class SongChooser {

  private final Window owner;
  private final Messages messages;
  private final Consumer<List<Path>> chosen;
  private @Nullable File lastFolder;

  SongChooser(Window owner, Messages messages, Consumer<List<Path>> chosen) {
    this.owner = owner;
    this.messages = messages;
    this.chosen = chosen;
  }

  void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(messages.text("main.add.title"));
    if (lastFolder != null) {
      chooser.setInitialDirectory(lastFolder);
    }
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter(
                messages.text("chooser.songs"),
                "*.wav",
                "*.flac",
                "*.mp3",
                "*.m4a",
                "*.aac",
                "*.ogg",
                "*.opus",
                "*.aif",
                "*.aiff",
                "*.wma",
                "*.mp4",
                "*.mov",
                "*.mkv",
                "*.webm",
                "*.alac",
                "*.wv"),
            new FileChooser.ExtensionFilter(messages.text("chooser.all"), "*.*"));
    List<File> files = chooser.showOpenMultipleDialog(owner);
    if (files != null && !files.isEmpty()) {
      lastFolder = files.getFirst().getParentFile();
      chosen.accept(files.stream().map(File::toPath).toList());
    }
  }
}
