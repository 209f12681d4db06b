package app.headroom.cli;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.queue.Answer;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueCommand.Selection;
import app.headroom.queue.QueueDesk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The queue that outlives each command: what is in it, and what the user may do to it. */
@Command(name = "queue", description = "Shows, changes and runs the queue.")
final class QueueCommands {

  private static final int SHOWN_ID_CHARS = 8;
  static final int LEAST_ID_CHARS = 4;

  private static final int MOST_TRIES = 100;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final Services services;
  private final Console console;

  QueueCommands(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Command(name = "list", description = "What is in the queue.")
  int list(@Option(names = "--json", description = "One JSON object for each job.") boolean json)
      throws Exception {
    try (Services.QueueAccess access = open("list")) {
      List<JobSnapshot> jobs = jobs(access);
      for (int i = 0; i < jobs.size(); i++) {
        if (json) {
          console.results(json(jobs.get(i), i + 1) + "\n");
        } else {
          console.result(text(jobs.get(i), i + 1));
        }
      }
      if (jobs.isEmpty() && !json) {
        console.say("The queue is empty.");
      }
    }
    return ExitCode.DONE;
  }

  @Command(name = "clear", description = "Forgets the songs that are finished or cancelled.")
  int clear() throws Exception {
    return say(ask("clear", _ -> new QueueCommand.ClearFinished()).answer(), "forgotten");
  }

  @Command(name = "run", description = "Separates what waits in the queue, to its end.")
  int run(
      @Mixin MemoryOptions memory,
      @Option(names = "--json", description = "One JSON object for each event.") boolean json)
      throws Exception {
    InstantSource clock = InstantSource.system();
    Report report = json ? new JsonReport(console, clock) : new TextReport(console, clock);
    var settings = memory.over(services.queueSettings());
    try (Services.QueueAccess access = services.queue("headroom queue run", settings)) {
      return switch (access) {
        case Services.QueueAccess.Own own ->
            Batch.ofQueue(services, report, "headroom queue run", settings, clock).runAll(own) > 0
                ? ExitCode.SOME_FAILED
                : ExitCode.DONE;
        case Services.QueueAccess.Other other -> {
          report.note(
              "another Headroom ("
                  + other.queue().owner().role()
                  + ", process "
                  + other.queue().owner().pid()
                  + ") has the queue and runs it.");
          yield ExitCode.SOME_FAILED;
        }
      };
    }
  }

  private Services.QueueAccess open(String command) throws Exception {
    Services.QueueAccess access =
        services.queue("headroom queue " + command, services.queueSettings());
    if (access instanceof Services.QueueAccess.Own own) {
      own.troubles().forEach(trouble -> console.say("headroom: " + trouble));
    }
    return access;
  }

  /**
   * @param here whether this process had the queue
   */
  record Asked(Answer answer, boolean here) {}

  /**
   * Asks whoever has the queue; and again, where that was a command that ended meanwhile.
   *
   * @param wanted what, given the jobs of the queue
   */
  private Asked ask(String command, Function<List<JobSnapshot>, QueueCommand> wanted)
      throws Exception {
    return ask(() -> open(command), wanted);
  }

  static Asked ask(
      Callable<Services.QueueAccess> opening, Function<List<JobSnapshot>, QueueCommand> wanted)
      throws Exception {
    for (int tries = 1; ; tries++) {
      try (Services.QueueAccess access = opening.call()) {
        Answer answer = Batch.ask(desk(access), wanted.apply(jobs(access)));
        boolean again =
            answer instanceof Answer.Unable
                && tries < MOST_TRIES
                && access instanceof Services.QueueAccess.Other other
                && other.queue().ownerEnded();
        if (!again) {
          return new Asked(answer, access instanceof Services.QueueAccess.Own);
        }
      }
      Thread.sleep(BETWEEN_TRIES);
    }
  }

  static List<JobSnapshot> jobs(Services.QueueAccess access) {
    return switch (access) {
      case Services.QueueAccess.Own own -> own.queue().snapshot().jobs();
      case Services.QueueAccess.Other other -> other.queue().jobs();
    };
  }

  static QueueDesk desk(Services.QueueAccess access) {
    return switch (access) {
      case Services.QueueAccess.Own own -> own.queue();
      case Services.QueueAccess.Other other -> other.queue();
    };
  }

  private int say(Answer answer, String done) {
    return switch (answer) {
      case Answer.Done ok -> {
        console.result(Words.count(ok.jobs().size(), "song ", "songs ") + done);
        for (Answer.Refusal refusal : ok.refused()) {
          console.say("headroom: " + shortId(refusal.id()) + ": " + refusal.reason());
        }
        yield ok.refused().isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
      }
      case Answer.Unable unable -> {
        console.say("headroom: the queue could not do it: " + unable.reason());
        yield ExitCode.SOME_FAILED;
      }
      case Answer.Submitted _ -> ExitCode.DONE;
    };
  }

  private static String text(JobSnapshot job, int position) {
    return String.format(
        Locale.ROOT,
        "%3d  %s  %-9s %5s  %s%s",
        position,
        shortId(job.id()),
        JsonReport.state(job.state()),
        job.state() instanceof JobState.Finished ? "" : Words.percent(job.history().work().share()),
        job.request().source(),
        reason(job));
  }

  private static String reason(JobSnapshot job) {
    String waitingFor = job.waitingFor();
    return switch (job.state()) {
      case JobState.Failed failed ->
          " (" + failed.failure().what() + ". " + failed.failure().remedy() + ")";
      case JobState.Parked parked -> " (" + parked.cause() + ")";
      case JobState.Waiting _ when waitingFor != null -> " (" + waitingFor + ")";
      default -> "";
    };
  }

  private static JsonLine json(JobSnapshot job, int position) {
    JsonLine line =
        JsonLine.start()
            .with("position", position)
            .with("job", job.id())
            .with("state", JsonReport.state(job.state()))
            .with("file", job.request().source())
            .with("share", job.history().work().share())
            .withIf("reason", job.waitingFor());
    switch (job.state()) {
      case JobState.Failed failed ->
          line.with("code", failed.failure().code())
              .with("what", failed.failure().what())
              .with("remedy", failed.failure().remedy());
      case JobState.Finished finished -> {
        return JsonReport.receipt(line, job, finished.receipt());
      }
      case JobState.Parked parked -> line.with("cause", parked.cause());
      case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Cancelled _ -> {}
    }
    return line.withIf("audioSeconds", job.audioSeconds());
  }

  private static String shortId(JobId id) {
    return id.value().substring(0, SHOWN_ID_CHARS);
  }

  /** {@code queue add}. */
  @Command(name = "add", description = "Adds songs to the queue, and leaves them to be run.")
  static final class Add implements Callable<Integer> {

    private final QueueCommands queue;

    @Parameters(arity = "1..*", paramLabel = "FILE-OR-FOLDER", description = "Songs or folders.")
    private List<Path> arguments = List.of();

    @Mixin private RequestOptions request = new RequestOptions();

    Add(QueueCommands queue) {
      this.queue = queue;
    }

    @Override
    public Integer call() throws Exception {
      Services services = queue.services;
      Report report = new TextReport(queue.console, InstantSource.system());
      Songs songs = Songs.of(arguments, request, services, report);
      int failed = songs.failed();
      boolean anyAdded = false;
      Asked asked = queue.ask("add", _ -> new QueueCommand.Submit(songs.accepted()));
      if (!(asked.answer() instanceof Answer.Submitted submitted)) {
        return queue.say(asked.answer(), "added");
      }
      for (Answer.SongOutcome song : submitted.songs()) {
        switch (song) {
          case Answer.SongOutcome.Added added -> {
            anyAdded = true;
            queue.console.result(shortId(added.id()) + "  " + added.source());
          }
          case Answer.SongOutcome.Rejected rejected -> {
            failed++;
            report.failed(rejected.request().source(), Report.Failure.of(rejected.why()));
          }
        }
      }
      if (anyAdded && asked.here()) {
        queue.console.say("\"headroom queue run\" separates them.");
      }
      return failed > 0 ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }
  }

  /** {@code queue pause} and the others that are done to some jobs or to all. */
  @Command
  static final class ToJobs implements Callable<Integer> {

    private final QueueCommands queue;
    private final Function<Selection, QueueCommand> command;
    private final String done;

    @Parameters(
        arity = "0..*",
        paramLabel = "ID",
        description = "As \"headroom queue list\" shows them; the beginning is enough.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "Every job that it can be done to.")
    private boolean all;

    @Spec private @Nullable CommandSpec spec;

    ToJobs(QueueCommands queue, Function<Selection, QueueCommand> command, String done) {
      this.queue = queue;
      this.command = command;
      this.done = done;
    }

    @Override
    public Integer call() throws Exception {
      if (all == !ids.isEmpty()) {
        throw wrong("name some jobs, or --all");
      }
      Asked asked =
          queue.ask(
              spec == null ? "" : spec.name(),
              jobs -> command.apply(all ? Selection.all() : new Selection.Some(selected(jobs))));
      return queue.say(asked.answer(), done);
    }

    private List<JobId> selected(List<JobSnapshot> jobs) {
      List<JobId> selected = new ArrayList<>();
      for (String id : ids) {
        List<JobId> fitting =
            jobs.stream()
                .map(JobSnapshot::id)
                .filter(job -> id.length() >= LEAST_ID_CHARS && job.value().startsWith(id))
                .toList();
        if (fitting.size() != 1) {
          throw wrong(
              fitting.isEmpty()
                  ? "no job in the queue is called " + id
                  : "more than one job's id begins with " + id);
        }
        selected.addAll(fitting);
      }
      return selected;
    }

    private RuntimeException wrong(String message) {
      return spec == null
          ? new IllegalStateException(message)
          : new ParameterException(spec.commandLine(), message);
    }
  }
}
