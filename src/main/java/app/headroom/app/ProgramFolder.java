package app.headroom.app;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where the program itself lies: {@code bin}, {@code lib} with its jars, what was shipped. */
final class ProgramFolder {

  private ProgramFolder() {}

  /** Empty where it is not started from {@code lib}, as when it is being worked on. */
  static Optional<Path> path() {
    CodeSource source = ProgramFolder.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      Path lib = jar.getParent();
      return jar.toString().endsWith(".jar") && lib != null && lib.endsWith("lib")
          ? Optional.ofNullable(lib.getParent())
          : Optional.empty();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a place for a program: " + source.getLocation(), e);
    }
  }
}
