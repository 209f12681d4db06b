package app.headroom.cli;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Music;
import app.headroom.queue.Answer;
import app.headroom.queue.HandOffs;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: files for other programs, of stems that are there. */
@Command(
    name = "export",
    description = "Makes files for DJ software and music studios from finished stems.")
final class ExportCommand implements Callable<Integer> {

  private final Services services;
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "JOB-OR-FOLDER",
      description =
          "A finished job, as \"headroom queue list\" shows it, or a folder with the stems of one"
              + " song.")
  private List<String> songs = List.of();

  @Option(
      names = "--for",
      required = true,
      paramLabel = "FOR",
      converter = RequestOptions.HandOffs.class,
      description = "nistem (DJ software), reaper, dawproject (music studios), joined by commas.")
  private Set<HandOff> wanted = Set.of();

  @Option(names = "--overwrite", description = "Replace files that exist under these names.")
  private boolean overwrite;

  @Option(names = "--json", description = "One JSON object for each song.")
  private boolean json;

  ExportCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (wanted.isEmpty()) {
      console.say("headroom: --for names nothing to make.");
      return ExitCode.WRONG_USE;
    }
    int exit = ExitCode.DONE;
    HandOffs handOffs = services.handOffs();
    try (var _ = new Interruption(handOffs::close)) {
      for (String song : songs) {
        Found found;
        try {
          found = find(song);
        } catch (IOException e) {
          if (json) {
            console.results(
                JsonLine.event("failed")
                        .with("song", song)
                        .with("code", "not-found")
                        .with("what", String.valueOf(e.getMessage()))
                    + "\n");
          }
          console.say("headroom: " + e.getMessage());
          exit = ExitCode.SOME_FAILED;
          continue;
        }
        CompletableFuture<HandOffs.News> end = new CompletableFuture<>();
        handOffs.make(
            found.order,
            news -> {
              if (!(news instanceof HandOffs.News.Progress)) {
                end.complete(news);
              }
            });
        if (!tell(song, end.get()) || !remember(found, end.get())) {
          exit = ExitCode.SOME_FAILED;
        }
      }
    }
    return exit;
  }

  private record Found(HandOffs.Order order, @Nullable JobId job) {}

  private Found find(String song) throws Exception {
    Path folder = Path.of(song).toAbsolutePath().normalize();
    if (Files.isDirectory(folder)) {
      StemFolder stems = StemFolder.of(folder);
      return new Found(
          new HandOffs.Order(
              null, stems.stems(), 1, null, Music.UNKNOWN, false, stems.track(), wanted, overwrite),
          null);
    }
    try (Services.QueueAccess access = queue()) {
      List<JobSnapshot> jobs =
          QueueCommands.jobs(access).stream()
              .filter(
                  job ->
                      song.length() >= QueueCommands.LEAST_ID_CHARS
                          && job.id().value().startsWith(song))
              .toList();
      if (jobs.size() != 1) {
        throw new IOException(
            jobs.isEmpty()
                ? song + " is neither a folder nor a job in the queue"
                : "more than one job's id begins with " + song);
      }
      JobSnapshot job = jobs.getFirst();
      if (!(job.state() instanceof JobState.Finished)) {
        throw new IOException(song + " is not finished");
      }
      return new Found(HandOffs.Order.of(job, wanted, overwrite), job.id());
    }
  }

  private Services.QueueAccess queue() throws Exception {
    return services.queue("headroom export", services.queueSettings());
  }

  /** In the job's receipt. */
  private boolean remember(Found found, HandOffs.News news) throws Exception {
    if (found.job == null || !(news instanceof HandOffs.News.Made made)) {
      return true;
    }
    QueueCommand command = new QueueCommand.AddHandOffs(found.job, made.files());
    Answer answer = QueueCommands.ask(this::queue, _ -> command).answer();
    if (answer instanceof Answer.Unable unable) {
      console.say("headroom: the queue does not show it: " + unable.reason());
      return false;
    }
    return true;
  }

  /**
   * @return whether all was made
   */
  private boolean tell(String song, HandOffs.News news) {
    return switch (news) {
      case HandOffs.News.Progress _ -> throw new AssertionError("the last news is no progress");
      case HandOffs.News.Made made -> {
        if (json) {
          console.results(
              JsonLine.event("exported").with("song", song).with("files", made.files()) + "\n");
        } else {
          made.files().values().forEach(file -> console.result(file.toString()));
        }
        if (!made.note().isEmpty()) {
          console.say("headroom: " + song + ": " + made.note());
        }
        yield made.note().isEmpty();
      }
      case HandOffs.News.Failed(JobFailure why) -> {
        if (json) {
          console.results(
              JsonLine.event("failed")
                      .with("song", song)
                      .with("code", why.code())
                      .with("what", why.what())
                      .with("remedy", why.remedy())
                  + "\n");
        }
        console.say("headroom: " + song + ": " + why.what() + ". " + why.remedy());
        yield false;
      }
    };
  }
}
