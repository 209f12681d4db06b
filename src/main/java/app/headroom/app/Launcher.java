package app.headroom.app;

import app.headroom.cli.CommandLineProgram;
import app.headroom.cli.Console;
import app.headroom.cli.Words;
import app.headroom.demucs.bench.NetworkBench;
import app.headroom.settings.Locations;
import app.headroom.settings.SettingsException;
import app.headroom.worker.WorkerMain;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Where every process of the program starts. */
public final class Launcher {

  /** The first argument of a worker process. */
  static final String WORKER = "worker";

  /** The first argument of a process that measures the network. */
  static final String NETWORK_BENCH = "network-bench";

  /**
   * The first argument of a start that opens the window with files; it is meant without arguments,
   * and where a file comes first.
   */
  static final String WINDOW = "window";

  /** The first argument of a start without a screen and without a song. */
  static final String DEMO = "demo";

  private static final String SEPARATE = "separate";

  /** Set by the start script: how wide the terminal is that stderr goes to, 0 where it is none. */
  private static final String COLUMNS_PROPERTY = "headroom.columns";

  private static final int EXIT_FAILED = 1;

  private Launcher() {}

  public static void main(String[] args) throws IOException {
    switch (first(args)) {
      case WORKER -> WorkerMain.main(args);
      case NETWORK_BENCH -> NetworkBench.main(Arrays.copyOfRange(args, 1, args.length));
      default -> System.exit(run(args));
    }
  }

  private static int run(String[] args) {
    Console console =
        new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), columns());
    Locations locations = Locations.ofUser();
    Optional<List<Path>> forWindow = forWindow(args, console::warn);
    Toolkit toolkit = forWindow.isPresent() ? Toolkit.start() : null;
    try (Application application = Application.start(locations)) {
      int exitCode;
      if (toolkit != null) {
        exitCode =
            new WindowStart(
                    application,
                    locations,
                    application::workshop,
                    toolkit,
                    application.takeWhatCanBe())
                .run(forWindow.orElseThrow());
      } else {
        if (namesSongs(args)) {
          application.expectSongs();
        }
        application.mendedSettings().forEach(console::warn);
        CommandLineProgram commands = new CommandLineProgram(application, console, version());
        exitCode =
            first(args).equals(DEMO) ? Demo.run(commands, locations.data()) : commands.run(args);
      }
      if (exitCode == 0 && application.hadQueue()) {
        ClassArchive.keep();
      }
      return exitCode;
    } catch (IOException | SettingsException e) {
      System.err.println("headroom: " + Words.of(e));
      return EXIT_FAILED;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return EXIT_FAILED;
    }
  }

  /**
   * The files with which the window is to be opened; empty if it is not. A song may stand alone, as
   * other programs are given theirs: it is told from a command by its dot or its folder.
   *
   * @param told what of the arguments is no path on this system
   */
  static Optional<List<Path>> forWindow(String[] args, Consumer<String> told) {
    String first = first(args);
    boolean named = args.length == 0 || first.equals(WINDOW);
    boolean file =
        !first.startsWith("-")
            && (first.contains(".") || first.contains(File.separator))
            && path(first).filter(Files::exists).isPresent();
    return named || file
        ? Optional.of(
            Arrays.stream(args).skip(file ? 0 : 1).flatMap(each -> paths(each, told)).toList())
        : Optional.empty();
  }

  /** Whether it is, as far as can be seen at a glance, a command that looks into songs. */
  private static boolean namesSongs(String[] args) {
    return first(args).equals(SEPARATE)
        && Arrays.stream(args).skip(1).anyMatch(each -> !each.startsWith("-"));
  }

  private static Stream<Path> paths(String argument, Consumer<String> told) {
    Optional<Path> path = path(argument);
    if (path.isEmpty()) {
      told.accept("\"" + argument + "\" is no file or folder");
    }
    return path.stream();
  }

  /** Empty for what can be no path: an address or an asterisk on Windows. */
  private static Optional<Path> path(String argument) {
    try {
      return Optional.of(Path.of(argument));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static String first(String[] args) {
    return args.length > 0 ? args[0] : "";
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }

  private static OptionalInt columns() {
    int columns = Integer.getInteger(COLUMNS_PROPERTY, 0);
    return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
  }

  private static String version() {
    String version = Launcher.class.getPackage().getImplementationVersion();
    return "headroom " + (version == null ? "(not packaged)" : version);
  }
}
