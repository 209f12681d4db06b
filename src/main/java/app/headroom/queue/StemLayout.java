package app.headroom.queue;

import app.headroom.job.EngineChoice;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job's stems are and where they will lie. Safe from any thread, without files. */
public interface StemLayout {

  /**
   * Absolute paths: the name template filled in.
   *
   * @param source as probed, or null
   * @throws IllegalArgumentException with a message for the user if the template cannot be filled
   *     in or leaves the output folder
   */
  List<Path> files(SeparationRequest request, @Nullable SourceInfo source);

  /** How many stems the model separates; 4 where the model is not known. */
  int modelStems(EngineChoice engine, String model);

  /** How often the song goes through a network; once where the model is not known. */
  default int passes(EngineChoice engine, String model) {
    return 1;
  }
}
