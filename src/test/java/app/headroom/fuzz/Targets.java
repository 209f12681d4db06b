package app.headroom.fuzz;

import app.headroom.audio.SoundTargets;
import app.headroom.demucs.weights.WeightsTargets;
import app.headroom.external.TranscriptTarget;
import app.headroom.models.ModelTargets;
import app.headroom.player.WaveformTarget;
import app.headroom.protocol.ProtocolTarget;
import app.headroom.settings.SettingsTarget;
import app.headroom.store.StoreTarget;
import app.headroom.store.StoredTextTarget;
import app.headroom.worker.SpoolTargets;
import java.util.List;
import java.util.stream.Stream;

/** Everything that reads what comes from outside. */
final class Targets {

  private Targets() {}

  /** Those that read within the process. */
  static List<Target> readers() {
    return List.of(
        new WeightsTargets.SafetensorsFile(),
        new WeightsTargets.NpmGraphFile(),
        new ProtocolTarget(),
        new SpoolTargets.CheckpointFile(),
        new SpoolTargets.OverlapFile(),
        new SpoolTargets.ProviderFile(),
        new TranscriptTarget(),
        new WaveformTarget(),
        new StoredTextTarget(),
        new ModelTargets.ManifestFile(),
        new ModelTargets.Archive(),
        new SettingsTarget(),
        new StoreTarget(),
        new SoundTargets.Decoding(),
        new SoundTargets.Cover(),
        new SpoolTargets.Song());
  }

  /** With those that start the program's own processes. */
  static List<Target> all() {
    return Stream.concat(
            readers().stream(), Stream.of(new WorkerTargets.Probing(), new WorkerTargets.Job()))
        .toList();
  }

  static Target named(String name) {
    return all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target is called " + name));
  }
}
