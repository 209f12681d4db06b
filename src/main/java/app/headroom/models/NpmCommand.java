package app.headroom.models;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How the user's npm client is started without a shell, and without asking what was not asked. */
final class NpmCommand {

  private static final List<String> QUIETLY =
      List.of(
          "--ignore-scripts",
          "--no-audit",
          "--no-fund",
          "--no-update-notifier",
          "--loglevel=error",
          "--fetch-retries=1",
          "--fetch-retry-mintimeout=1000");

  private NpmCommand() {}

  /** Packs one package of the registry into the working folder; runs nothing that is in it. */
  static List<String> pack(String specification) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    String path = System.getenv("PATH");
    return pack(specification, windows, path == null ? "" : path);
  }

  /** Whether there is one to be started. */
  static boolean found() {
    String path = System.getenv("PATH");
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return found(windows, path == null ? "" : path);
  }

  static boolean found(boolean windows, String path) {
    return windows
        ? onWindows(path).size() > 1
        : Arrays.stream(path.split(File.pathSeparator))
            .flatMap(NpmCommand::folder)
            .anyMatch(folder -> Files.isExecutable(folder.resolve("npm")));
  }

  static List<String> pack(String specification, boolean windows, String path) {
    List<String> command = new ArrayList<>(windows ? onWindows(path) : List.of("npm"));
    command.addAll(List.of("pack", specification));
    command.addAll(QUIETLY);
    return command;
  }

  /**
   * What the batch file npm.cmd does, since a batch file would be run by the shell: node, with
   * npm's own script. Where there is none, the name of a program that will not be found.
   */
  private static List<String> onWindows(String path) {
    return Arrays.stream(path.split(File.pathSeparator))
        .flatMap(NpmCommand::folder)
        .map(folder -> folder.resolve("node_modules/npm/bin/npm-cli.js"))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(script -> List.of("node.exe", script.toString()))
        .orElse(List.of("npm.exe"));
  }

  private static Stream<Path> folder(String entry) {
    try {
      Path folder = Path.of(entry);
      return folder.isAbsolute() ? Stream.of(folder) : Stream.empty();
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }
}
