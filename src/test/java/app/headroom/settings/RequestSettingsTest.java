package app.headroom.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.EngineChoice;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestSettingsTest {

  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Settings fixed =
      Settings.FALLBACKS.with(
          Setting.SEGMENT, new SegmentChoice.Fixed(SegmentLength.ofSeconds(7.8)));

  @Test
  void aFixedSegmentIsThatOfTheBuiltInEngine() {
    SeparationRequest request = request(fixed);
    assertThat(request.engine()).isEqualTo(EngineChoice.BUILT_IN);
    assertThat(request.segment()).isEqualTo(fixed.get(Setting.SEGMENT));
  }

  @Test
  void toACommandItIsItsOwnAndNoLengthOfThePieces() {
    SeparationRequest request =
        request(fixed.with(EngineSettings.ENGINE, Optional.of(EngineChoice.Flavour.PYTHON)));
    assertThat(request.segment()).isEqualTo(new SegmentChoice.Auto());
    assertThat(request.engine())
        .isInstanceOfSatisfying(
            EngineChoice.Command.class,
            command -> assertThat(command.segmentSeconds()).isEqualTo(7));
  }

  private static SeparationRequest request(Settings settings) {
    return RequestSettings.request(settings, HERE.resolve("song.mp3"), HERE);
  }
}
