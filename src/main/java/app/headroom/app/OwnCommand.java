package app.headroom.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How this program is started as a user does it. */
final class OwnCommand {

  private static final Path SCRIPT = Path.of("bin", "headroom");

  private OwnCommand() {}

  /** The start script where there is one, else this process's Java with this process's classes. */
  static List<String> start() {
    String classPath = System.getProperty("java.class.path", "");
    Path first = Path.of(classPath.split(File.pathSeparator, 2)[0]).toAbsolutePath();
    for (Path above = first.getParent(); above != null; above = above.getParent()) {
      Path script = above.resolve(SCRIPT);
      if (Files.isExecutable(script) && first.startsWith(above.resolve("lib"))) {
        return List.of(script.toString());
      }
    }
    return List.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "-Xmx96m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classPath,
        Launcher.class.getName());
  }
}
