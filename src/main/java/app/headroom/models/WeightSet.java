package app.headroom.models;

import app.headroom.job.Stem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the weight sets of which a model consists; most have one only. Each is loaded, run over
 * the whole song and closed before the next.
 *
 * @param folder below the model's folder, where it lies; empty where it is the model's only one
 * @param stems those of the model's that are taken from it
 * @param origins in the order in which they are asked
 * @param weightsSha256 digest of its parameters in whatever form they come ({@code
 *     demucs.weights.Weights.sha256}), or null where only the digests of its origins' files are
 *     known
 */
public record WeightSet(
    String folder, List<Stem> stems, List<Origin> origins, @Nullable String weightsSha256) {

  public WeightSet {
    if (!folder.matches("[a-z0-9_]*")) {
      throw new IllegalArgumentException("not a name for a folder: " + folder);
    }
    stems = List.copyOf(stems);
    origins = List.copyOf(origins);
  }

  /** The user's own come from nowhere. */
  boolean isOwn() {
    return origins.isEmpty();
  }
}
