package app.headroom.app;

import app.headroom.audio.AudioException;
import app.headroom.audio.ExportPlan;
import app.headroom.audio.StemNames;
import app.headroom.job.EngineChoice;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.TrackTags;
import app.headroom.models.CommandModels;
import app.headroom.models.Model;
import app.headroom.models.ModelStore;
import app.headroom.queue.StemLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where stems will lie, as the worker will name them. */
record StemFiles(ModelStore models) implements StemLayout {

  private static final int STEMS_OF_UNKNOWN_MODEL = 4;

  @Override
  public List<Path> files(SeparationRequest request, @Nullable SourceInfo source) {
    List<Stem> modelStems =
        stems(request.engine(), request.model())
            .orElseThrow(
                () -> new IllegalArgumentException("there is no model called " + request.model()));
    try {
      Map<String, Path> stems =
          ExportPlan.files(
              request.outputFolder(),
              StemNames.parse(request.nameTemplate()),
              song(request, source),
              ExportPlan.stemIds(modelStems, request.stems(), request.delivery().residual()));
      List<Path> files = new ArrayList<>(stems.values());
      files.addAll(
          ExportPlan.handOffs(stems, request.track(), request.delivery().handOffs()).values());
      return List.copyOf(files);
    } catch (AudioException e) {
      throw new IllegalArgumentException(e.failure().what(), e);
    }
  }

  private static StemNames.Song song(SeparationRequest request, @Nullable SourceInfo source) {
    return new StemNames.Song(
        request.model(),
        request.track(),
        source == null ? TrackTags.NONE : source.tags(),
        request.format().extension());
  }

  @Override
  public int modelStems(EngineChoice engine, String model) {
    return stems(engine, model).map(List::size).orElse(STEMS_OF_UNKNOWN_MODEL);
  }

  @Override
  public int passes(EngineChoice engine, String model) {
    return switch (engine) {
      case EngineChoice.BuiltIn _ ->
          models.find(model).map(known -> known.weightSets().size()).orElse(1);
      case EngineChoice.Command _ -> 1;
    };
  }

  private Optional<List<Stem>> stems(EngineChoice engine, String model) {
    return switch (engine) {
      case EngineChoice.BuiltIn _ -> models.find(model).map(Model::stems);
      case EngineChoice.Command command -> CommandModels.stems(command.flavour(), model);
    };
  }
}
