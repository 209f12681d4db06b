package app.headroom.cli;

import app.headroom.queue.QueueCommand;
import app.headroom.queue.StoreException;
import app.headroom.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The whole command line: parses, runs, and says in one line what went wrong. */
public final class CommandLineProgram {

  private final Console console;
  private final CommandLine commandLine;

  /**
   * @param version of the program, one line
   */
  public CommandLineProgram(Services services, Console console, String version) {
    this.console = console;
    QueueCommands queue = new QueueCommands(services, console);
    CommandLine queueLine =
        new CommandLine(queue)
            .addSubcommand(new QueueCommands.Add(queue))
            .addSubcommand("pause", toJobs(queue, QueueCommand.Pause::new, "paused"))
            .addSubcommand("resume", toJobs(queue, QueueCommand.Resume::new, "resumed"))
            .addSubcommand("cancel", toJobs(queue, QueueCommand.Cancel::new, "cancelled"))
            .addSubcommand("retry", toJobs(queue, QueueCommand.Retry::new, "to be tried again"))
            .addSubcommand("remove", toJobs(queue, QueueCommand.Remove::new, "removed"));
    describe(queueLine, "pause", "Stops jobs and keeps their place.");
    describe(queueLine, "resume", "Lets paused jobs go on.");
    describe(queueLine, "cancel", "Gives jobs up; nothing of them is kept.");
    describe(queueLine, "retry", "Tries failed or cancelled jobs again.");
    describe(queueLine, "remove", "Gives jobs up and forgets them.");
    commandLine =
        new CommandLine(new Root())
            .addSubcommand(new SeparateCommand(services, console))
            .addSubcommand(new ExportCommand(services, console))
            .addSubcommand(queueLine)
            .addSubcommand(new ModelsCommands(services, console))
            .addSubcommand(new ProbeCommand(services, console))
            .addSubcommand(new MemoryCommand(services, console))
            .addSubcommand(new SettingsCommands(services, console))
            .addSubcommand(new BenchCommands(services, console));
    commandLine.getCommandSpec().versionProvider(new Version(version));
    // a song may be called @home.mp3
    commandLine.setExpandAtFiles(false);
    commandLine.setParameterExceptionHandler((wrong, _) -> wrongUse(wrong));
    commandLine.setExecutionExceptionHandler((failure, _, _) -> failed(failure));
    Options.register(commandLine);
  }

  /**
   * @return the process's exit code
   */
  public int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  private static QueueCommands.ToJobs toJobs(
      QueueCommands queue, Function<QueueCommand.Selection, QueueCommand> command, String done) {
    return new QueueCommands.ToJobs(queue, command, done);
  }

  private static void describe(CommandLine parent, String name, String description) {
    CommandLine child = parent.getSubcommands().get(name);
    if (child != null) {
      child.getCommandSpec().usageMessage().description(description);
    }
  }

  private int wrongUse(ParameterException wrong) {
    console.say("headroom: " + wrong.getMessage());
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName(" ");
    console.say("\"" + command + " --help\" shows what there is.");
    return ExitCode.WRONG_USE;
  }

  private int failed(Exception failure) throws Exception {
    return switch (failure) {
      case SettingsException settings -> {
        String.valueOf(settings.getMessage())
            .lines()
            .forEach(line -> console.say("headroom: " + line));
        yield ExitCode.WRONG_USE;
      }
      case InterruptedException _ -> ExitCode.INTERRUPTED;
      case IOException io -> say(io);
      case UncheckedIOException io -> say(io);
      case StoreException store -> say(store);
      default -> throw failure;
    };
  }

  private int say(Exception failure) {
    console.say("headroom: " + Words.of(failure));
    return ExitCode.SOME_FAILED;
  }

  private record Version(String version) implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version};
    }
  }

  @Command(
      name = "headroom",
      description = "Separates songs into stems, within a memory budget.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class Root {

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = CommandLine.ScopeType.INHERIT,
        description = "Shows what there is.")
    @SuppressWarnings("unused")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Says which version this is.")
    @SuppressWarnings("unused")
    private boolean version;
  }
}
