package app.headroom.settings;

import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SeparationRequest;
import java.nio.file.Path;

/** What is to be made of a song, as the settings say it. */
public final class RequestSettings {

  private RequestSettings() {}

  /**
   * @param song absolute path
   * @param outputFolder absolute, for {@link Setting#OUTPUT_FOLDER} may say nothing
   */
  public static SeparationRequest request(Settings settings, Path song, Path outputFolder) {
    EngineChoice engine = EngineSettings.choice(settings);
    return new SeparationRequest(
        song,
        outputFolder,
        settings.get(Setting.MODEL),
        settings.get(Setting.STEMS),
        settings.get(Setting.OUTPUT_FORMAT),
        // to a command it is that command's own, and no length of the pieces
        engine instanceof EngineChoice.BuiltIn
            ? settings.get(Setting.SEGMENT)
            : new SegmentChoice.Auto(),
        settings.get(Setting.OVERLAP),
        settings.get(Setting.PRECISION),
        settings.get(Setting.OUTPUT_CLIP),
        settings.get(Setting.OUTPUT_NAMES),
        settings.get(Setting.OUTPUT_RATE),
        settings.get(Setting.THREADS),
        settings.get(Setting.OVERWRITE),
        new Delivery(
            settings.get(Setting.OUTPUT_RESIDUAL),
            settings.get(Setting.OUTPUT_HAND_OFF),
            settings.get(Setting.OUTPUT_TAG_MUSIC)),
        engine);
  }
}
