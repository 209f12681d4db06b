package app.headroom.app;

import app.headroom.job.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What this machine's processor is good at. */
final class Processor {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path CPUS = Path.of("/sys/devices/system/cpu");

  /** Instructions that multiply bytes and add them up, four at a time. */
  private static final List<String> BYTE_PRODUCTS = List.of("avx512_vnni", "avx_vnni", "asimddp");

  private Processor() {}

  /**
   * INT8 where the processor has instructions for it: faster and smaller then, and as good against
   * true stems. Where the system does not tell, FP32.
   */
  static Precision autoPrecision() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("mac") && System.getProperty("os.arch", "").equals("aarch64")) {
      return Precision.INT8;
    }
    try (BufferedReader lines = Files.newBufferedReader(CPU_INFO, StandardCharsets.ISO_8859_1)) {
      return lines
              .lines()
              .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
              .limit(1)
              .anyMatch(line -> BYTE_PRODUCTS.stream().anyMatch(line::contains))
          ? Precision.INT8
          : Precision.FP32;
    } catch (IOException e) {
      return Precision.FP32;
    }
  }

  /** Cores that compute side by side: two threads of one core count once. */
  static int cores() {
    int usable = Runtime.getRuntime().availableProcessors();
    Set<String> cores = new HashSet<>();
    try (DirectoryStream<Path> cpus = Files.newDirectoryStream(CPUS, "cpu[0-9]*")) {
      for (Path cpu : cpus) {
        cores.add(Files.readString(cpu.resolve("topology/thread_siblings_list")));
      }
    } catch (IOException e) {
      return usable;
    }
    return cores.isEmpty() ? usable : Math.min(usable, cores.size());
  }
}
