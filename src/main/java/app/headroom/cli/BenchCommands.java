package app.headroom.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measurements of this program on this machine. */
@Command(name = "bench", description = "Measures speed and memory on this machine.")
final class BenchCommands {

  private static final int SONG_SECONDS = 32;

  private final Services services;
  private final Console console;

  BenchCommands(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Command(
      name = "rungs",
      description = "Every segment length in both precisions, beside the npm package's graph.")
  int rungs(
      @Option(names = "--alone", description = "Without the npm package's graph.") boolean alone)
      throws IOException, InterruptedException {
    services.benchmarks().rungs(!alone, console::result);
    return ExitCode.DONE;
  }

  @Command(
      name = "end-to-end",
      description = "A whole song, beside the npm package's command, with cold and warm caches.")
  int endToEnd(
      @Parameters(arity = "0..1", paramLabel = "SONG", description = "Else a synthesised one.")
          @Nullable Path song,
      @Option(names = "--alone", description = "Without the npm package's command.") boolean alone)
      throws IOException, InterruptedException {
    services.benchmarks().endToEnd(song(song), !alone, console::result);
    return ExitCode.DONE;
  }

  @Command(name = "memory", description = "What looking at the memory costs.")
  int memory() throws IOException, InterruptedException {
    services.benchmarks().memoryProbe(console::result);
    return ExitCode.DONE;
  }

  private Path song(@Nullable Path named) throws IOException {
    return named != null ? named.toAbsolutePath() : services.benchmarks().song(SONG_SECONDS);
  }
}
