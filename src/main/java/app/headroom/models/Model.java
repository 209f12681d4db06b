package app.headroom.models;

import app.headroom.job.Stem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network, or several, that separate songs: one that can be fetched, or one of the user's own.
 *
 * @param name as users write it, and the name of its folder
 * @param stems in the order of its outputs
 * @param downloadBytes at most, whichever origin it comes from
 * @param diskBytes what it takes when it is ready, about
 * @param licence under which terms its weights are published; shown wherever it is offered
 * @param weightSets in the order in which they are run; together they give each stem once
 */
public record Model(
    String name,
    List<Stem> stems,
    long downloadBytes,
    long diskBytes,
    String licence,
    List<WeightSet> weightSets) {

  /** None of the devices that Windows has in every folder. */
  private static final Pattern NAME =
      Pattern.compile("(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  public Model {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a name for a folder: " + name);
    }
    stems = List.copyOf(stems);
    weightSets = List.copyOf(weightSets);
    List<Stem> given = weightSets.stream().flatMap(set -> set.stems().stream()).sorted().toList();
    if (!given.equals(stems.stream().sorted().toList())) {
      throw new IllegalArgumentException(name + " has " + stems + ", its weights give " + given);
    }
  }

  /** One with a single weight set. */
  public Model(
      String name,
      List<Stem> stems,
      long downloadBytes,
      long diskBytes,
      String licence,
      List<Origin> origins,
      @Nullable String weightsSha256) {
    this(
        name,
        stems,
        downloadBytes,
        diskBytes,
        licence,
        List.of(new WeightSet("", stems, origins, weightsSha256)));
  }

  /**
   * What there is to fetch on this machine: of the first origin that it can try.
   *
   * @return {@link #downloadBytes} where there is none
   */
  public long bytesToFetch() {
    long bytes = 0;
    for (WeightSet set : weightSets) {
      Optional<Origin> first = set.origins().stream().filter(Fetching::canTry).findFirst();
      if (first.isEmpty()) {
        return downloadBytes;
      }
      bytes += first.get().bytes();
    }
    return bytes;
  }

  /** Whether a model can be called that; such a name is safe as that of a folder. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
