package app.headroom.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The most memory that this process ever had in use. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String HIGH_WATER_MARK = "VmHWM:";

  private PeakMemory() {}

  /** As the system recorded it, or null where it records nothing that can be read. */
  static @Nullable Long rssBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(HIGH_WATER_MARK))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .map(kibibytes -> Long.parseLong(kibibytes) * 1024)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
