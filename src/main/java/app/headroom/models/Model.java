package app.headroom.models;

import app.headroom.job.Stem;
import java.util.List;

/**
 * A network that can be fetched.
 *
 * @param name as users write it, and the name of its folder
 * @param stems in the order of its outputs
 * @param downloadBytes at most, whichever origin it comes from
 * @param diskBytes what it takes when it is ready, about
 * @param licence under which terms its weights are published; shown wherever it is offered
 * @param origins in the order in which they are asked
 * @param weightsSha256 digest of its parameters in whatever form they come ({@code
 *     demucs.weights.Weights.sha256})
 */
public record Model(
    String name,
    List<Stem> stems,
    long downloadBytes,
    long diskBytes,
    String licence,
    List<Origin> origins,
    String weightsSha256) {

  public Model {
    if (!name.matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException("not a name for a folder: " + name);
    }
    stems = List.copyOf(stems);
    origins = List.copyOf(origins);
  }
}
