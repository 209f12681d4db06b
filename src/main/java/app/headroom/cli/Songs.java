package app.headroom.cli;

import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.models.CommandModels;
import app.headroom.models.Model;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import app.headroom.queue.SourceProbe;
import app.headroom.queue.Submission;
import app.headroom.settings.EngineSettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the arguments of a command name, looked into and made ready to be queued. What is no song is
 * reported.
 *
 * @param failed how many were reported
 */
record Songs(List<Submission> accepted, int failed) {

  static Songs of(List<Path> arguments, RequestOptions options, Services services, Report report)
      throws IOException, SettingsException, InterruptedException {
    Settings settings = services.settings();
    SongFinder.Found found = SongFinder.find(arguments);
    for (SongFinder.Problem problem : found.problems()) {
      report.failed(
          problem.path(), new Report.Failure("not-found", problem.what(), problem.remedy()));
    }
    if (found.skipped() > 0) {
      report.skipped(found.skipped(), found.skippedKinds());
    }
    int failed = found.problems().size();
    Settings said = options.over(settings);
    Optional<JobFailure> unknown =
        unknown(services, EngineSettings.choice(said), said.get(Setting.MODEL));
    if (unknown.isPresent()) {
      report.failedAll(found.songs(), Report.Failure.of(unknown.get()));
      return new Songs(List.of(), failed + found.songs().size());
    }
    List<Submission> accepted = new ArrayList<>();
    SourceProbe probe = services.sourceProbe();
    for (Path song : found.songs()) {
      switch (probe.probe(song)) {
        case SourceProbe.Answer.Accepted answer ->
            accepted.add(new Submission(options.request(song, settings), answer.source()));
        case SourceProbe.Answer.Rejected answer -> {
          failed++;
          report.failed(song, Report.Failure.of(answer.why()));
        }
      }
    }
    return new Songs(accepted, failed);
  }

  private static Optional<JobFailure> unknown(
      Services services, EngineChoice engine, String model) {
    return switch (engine) {
      case EngineChoice.BuiltIn _ ->
          services.models().find(model).isPresent()
              ? Optional.empty()
              : Optional.of(unknown(model));
      case EngineChoice.Command command ->
          CommandModels.stems(command.flavour(), model).isPresent()
              ? Optional.empty()
              : Optional.of(
                  new JobFailure.InvalidRequest(
                      "the " + engine.id() + " engine has no model called " + model,
                      "Choose another, such as htdemucs."));
    };
  }

  static JobFailure unknown(String model) {
    return new JobFailure.InvalidRequest(
        "there is no model called " + model, "\"headroom models list\" shows which there are.");
  }

  /**
   * Fetches the built-in engine's model, if need be; where that can't be done, every song has
   * failed.
   */
  Songs withModel(String name, Services services, Report report) throws InterruptedException {
    if (accepted.stream()
        .noneMatch(song -> song.request().engine() instanceof EngineChoice.BuiltIn)) {
      return this;
    }
    Optional<Model> model = services.models().find(name);
    if (accepted.isEmpty() || model.isEmpty()) {
      return this;
    }
    try {
      services
          .models()
          .ensure(
              model.get(),
              ModelStore.Check.LOOK,
              null,
              progress -> report.preparing(model.get().name(), model.get().licence(), progress));
      return this;
    } catch (ModelUnavailableException e) {
      report.failedAll(
          accepted.stream().map(song -> song.request().source()).toList(),
          Report.Failure.of(e.failure()));
      return new Songs(List.of(), failed + accepted.size());
    }
  }
}
