package app.headroom.app;

import app.headroom.models.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows files in the program that the desktop has for that: selected in their folder, or, where
 * that can't be had, the folder alone. Safe from any thread.
 */
final class FileReveal {

  private static final Logger LOG = LoggerFactory.getLogger(FileReveal.class);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Where the command runs: nothing of the songs' folders, so that none of them is kept busy. */
  private static final Path HOME = Path.of(System.getProperty("user.home", "."));

  private final Desktop desktop;
  private final CommandRunner runner;
  private final Consumer<Path> folders;

  /** How a system is asked to select files. */
  enum Desktop {
    WINDOWS,
    MACOS,
    /** By the D-Bus interface that file managers share: org.freedesktop.FileManager1. */
    FREEDESKTOP;

    static Desktop ofSystem(String osName) {
      String system = osName.toLowerCase(Locale.ROOT);
      if (system.startsWith("windows")) {
        return WINDOWS;
      }
      return system.startsWith("mac") ? MACOS : FREEDESKTOP;
    }

    /**
     * The program and its arguments; no shell reads them.
     *
     * @param files absolute, at least one
     */
    List<String> command(List<Path> files) {
      return switch (this) {
        // It takes one file alone, quoted since a comma would end it. By its full name, since a
        // program of that name in the current folder would come first.
        case WINDOWS ->
            List.of(
                System.getenv().getOrDefault("SystemRoot", "C:\\Windows") + "\\explorer.exe",
                "/select,",
                '"' + files.getFirst().toString() + '"');
        case MACOS -> {
          List<String> command = new ArrayList<>(List.of("open", "-R"));
          files.forEach(file -> command.add(file.toString()));
          yield List.copyOf(command);
        }
        case FREEDESKTOP ->
            List.of(
                "gdbus",
                "call",
                "--session",
                "--dest",
                "org.freedesktop.FileManager1",
                "--object-path",
                "/org/freedesktop/FileManager1",
                "--method",
                "org.freedesktop.FileManager1.ShowItems",
                uris(files),
                "''");
      };
    }

    /** Whether a program that ended so has shown the files. */
    boolean shown(int exitCode) {
      // the Explorer ends with 1 when all is well
      return this == WINDOWS || exitCode == 0;
    }

    /**
     * As GVariant's text. An encoded URI has no double quote and no backslash, but it may have an
     * apostrophe.
     */
    private static String uris(List<Path> files) {
      return files.stream()
          .map(file -> '"' + file.toUri().toASCIIString() + '"')
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * @param folders opens a folder; called on the thread that shows
   */
  FileReveal(Desktop desktop, CommandRunner runner, Consumer<Path> folders) {
    this.desktop = desktop;
    this.runner = runner;
    this.folders = folders;
  }

  /**
   * Returns at once.
   *
   * @param files absolute
   */
  void show(List<Path> files) {
    if (!files.isEmpty()) {
      Thread.ofVirtual().name("shows files").start(() -> showNow(files));
    }
  }

  /** Waits until the files are shown. */
  void showNow(List<Path> files) {
    if (!select(files)) {
      folders.accept(files.getFirst().resolveSibling(""));
    }
  }

  private boolean select(List<Path> files) {
    try {
      return desktop.shown(runner.run(desktop.command(files), HOME, PATIENCE).exitCode());
    } catch (IOException | TimeoutException e) {
      LOG.debug("no files can be selected here", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
