package app.headroom.cli;

import app.headroom.job.JobFailure;
import app.headroom.job.SourceInfo;
import app.headroom.job.TrackTags;
import app.headroom.queue.SourceProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "probe", description = "Says what files hold.")
final class ProbeCommand implements Callable<Integer> {

  private final Services services;
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Songs, or videos with sound.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "One JSON object for each file.")
  private boolean json;

  ProbeCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    int exit = ExitCode.DONE;
    for (Path file : files) {
      Path absolute = file.toAbsolutePath().normalize();
      switch (services.sourceProbe().probe(absolute)) {
        case SourceProbe.Answer.Accepted accepted -> accepted(absolute, accepted.source());
        case SourceProbe.Answer.Rejected rejected -> {
          rejected(absolute, rejected.why());
          exit = ExitCode.SOME_FAILED;
        }
      }
    }
    return exit;
  }

  private void accepted(Path file, SourceInfo source) {
    TrackTags tags = source.tags();
    Double seconds = source.durationSeconds();
    if (json) {
      console.results(
          JsonLine.event("probed")
                  .with("file", file)
                  .with("container", source.container())
                  .with("codec", source.codec())
                  .with("sampleRateHz", source.sampleRateHz())
                  .with("channels", source.channels())
                  .withIf("durationSeconds", seconds)
                  .withIf("title", tags.title())
                  .withIf("artist", tags.artist())
                  .withIf("album", tags.album())
                  .withIf("track", tags.track())
                  .withIf("year", tags.year())
                  .withIf("genre", tags.genre())
                  .with("cover", source.hasCover())
              + "\n");
      return;
    }
    StringBuilder line = new StringBuilder();
    line.append(file).append(": ").append(source.formatName());
    line.append(String.format(Locale.ROOT, ", %d Hz", source.sampleRateHz()));
    line.append(", ").append(Words.count(source.channels(), "channel", "channels"));
    line.append(
        seconds == null
            ? ", length unknown"
            : ", " + Words.time(Duration.ofMillis(Math.round(seconds * 1000))));
    if (tags.title() != null) {
      line.append(", \"").append(tags.title()).append('"');
    }
    if (tags.artist() != null) {
      line.append(" by ").append(tags.artist());
    }
    console.result(line.toString());
  }

  private void rejected(Path file, JobFailure why) {
    if (json) {
      console.results(
          JsonLine.event("failed")
                  .with("file", file)
                  .with("code", why.code())
                  .with("what", why.what())
                  .with("remedy", why.remedy())
              + "\n");
    }
    console.say("headroom: " + file + ": " + why.what() + ". " + why.remedy());
  }
}
