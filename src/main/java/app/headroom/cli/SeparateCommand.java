package app.headroom.cli;

import app.headroom.queue.QueueSettings;
import app.headroom.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "separate",
    description = "Separates songs into stems.",
    footer = {
      "",
      "Exit code: 0 all songs are done, 1 some failed, 2 wrong use, 130 interrupted."
          + " An interrupted or failed song is gone on with by the same command."
    })
final class SeparateCommand implements Callable<Integer> {

  private final Services services;
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE-OR-FOLDER",
      description = "Songs, videos with sound, or folders of them.")
  private List<Path> arguments = List.of();

  @Mixin private RequestOptions request = new RequestOptions();
  @Mixin private MemoryOptions memory = new MemoryOptions();

  @Option(names = "--json", description = "One JSON object for each event, on stdout.")
  private boolean json;

  SeparateCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    InstantSource clock = InstantSource.system();
    Report report = json ? new JsonReport(console, clock) : new TextReport(console, clock);
    QueueSettings settings = memory.over(services.queueSettings());
    services.requireKnownQueue(); // before a model is fetched
    Songs songs =
        Songs.of(arguments, request, services, report)
            .withModel(request.over(services.settings()).get(Setting.MODEL), services, report);
    if (songs.accepted().isEmpty()) {
      report.done(0, songs.failed(), Duration.ZERO);
      return songs.failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }
    int failed =
        Batch.ofSongs(services, report, "headroom separate", settings, clock)
            .run(songs.accepted(), songs.failed());
    return failed > 0 ? ExitCode.SOME_FAILED : ExitCode.DONE;
  }
}
