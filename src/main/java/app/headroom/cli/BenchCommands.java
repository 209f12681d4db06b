package app.headroom.cli;

import app.headroom.job.SegmentLength;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measurements of this program on this machine. */
@Command(name = "bench", description = "Measures speed and memory on this machine.")
final class BenchCommands {

  private static final int SONG_SECONDS = 32;

  /** Long enough for what comes with the length to show. */
  private static final int LONG_SONG_SECONDS = 600;

  /** 500 segments of 1.3 s, each with a quarter of the one before. */
  private static final int SEGMENTS_SONG_SECONDS = 488;

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
      @Mixin Song song,
      @Option(names = "--alone", description = "Without the npm package's command.") boolean alone,
      @Option(
              names = "--stems",
              paramLabel = "FOLDER",
              description = "The true stems of the song: how close to them the separated ones are.")
          @Nullable Path trueStems)
      throws IOException, InterruptedException {
    services
        .benchmarks()
        .endToEnd(
            song(song.path, SONG_SECONDS),
            !alone,
            trueStems == null ? null : trueStems.toAbsolutePath(),
            console::result);
    return ExitCode.DONE;
  }

  @Command(
      name = "costs",
      description = "What a whole job takes, decoder and encoder included, at every length.")
  int costs(
      @Mixin Song song,
      @Option(
              names = "--model",
              paramLabel = "NAME",
              defaultValue = "htdemucs",
              description = "Of which model.")
          String model,
      @Option(
              names = "--segment",
              split = ",",
              paramLabel = "SECONDS",
              description = "Some lengths instead of all.")
          @Nullable List<Double> seconds)
      throws IOException, InterruptedException {
    List<SegmentLength> lengths =
        seconds == null
            ? SegmentLength.LADDER
            : seconds.stream().map(SegmentLength::ofSeconds).toList();
    services.benchmarks().costs(model, song(song.path, SONG_SECONDS), lengths, console::result);
    return ExitCode.DONE;
  }

  @Command(
      name = "budgets",
      description = "Whether jobs stay under budgets of 2 GB, 1 GB, 600 MB and the least possible.")
  int budgets(@Mixin Song song) throws IOException, InterruptedException {
    return services.benchmarks().budgets(song(song.path, LONG_SONG_SECONDS), console::result)
        ? ExitCode.DONE
        : ExitCode.SOME_FAILED;
  }

  @Command(
      name = "endurance",
      description = "500 segments in a row: whether the job's memory grows.")
  int endurance() throws IOException, InterruptedException {
    services
        .benchmarks()
        .endurance(services.benchmarks().song(SEGMENTS_SONG_SECONDS), console::result);
    return ExitCode.DONE;
  }

  @Command(name = "memory", description = "What looking at the memory costs.")
  int memory() throws IOException, InterruptedException {
    services.benchmarks().memoryProbe(console::result);
    return ExitCode.DONE;
  }

  private Path song(@Nullable Path named, int seconds) throws IOException {
    return named != null ? named.toAbsolutePath() : services.benchmarks().song(seconds);
  }

  static final class Song {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "SONG",
        description = "Else a synthesised one.")
    private @Nullable Path path;
  }
}
