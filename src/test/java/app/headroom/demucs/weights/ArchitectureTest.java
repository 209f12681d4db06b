package app.headroom.demucs.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void listsTheParametersOfTheOriginalInItsOrder() throws IOException {
    assertThat(Architecture.HTDEMUCS.parameters())
        .hasSize(533)
        .isEqualTo(GoldenWeights.read().stream().map(GoldenWeights::parameter).toList());
  }

  @Test
  void followsTheNumberOfSources() {
    assertThat(new Architecture(6, 512).parameters())
        .contains(Parameter.of("decoder.3.conv_tr.weight", 48, 24, 8, 1))
        .contains(Parameter.of("tdecoder.3.conv_tr.bias", 12));
  }

  /** As many numbers as the published files hold. */
  @Test
  void hasAsManyNumbersAsWhatIsPublished() {
    assertThat(Architecture.HTDEMUCS.bytes() / Float.BYTES).isEqualTo(41_984_456);
    assertThat(Architecture.HTDEMUCS_6S.bytes() / Float.BYTES).isEqualTo(27_414_996);
  }

  @Test
  void hasATransformerOfTheEncodersWidthWithoutBottomChannels() {
    assertThat(new Architecture(4, 0).parameters())
        .contains(Parameter.of("crosstransformer.layers_t.4.linear1.weight", 1536, 384))
        .noneMatch(parameter -> parameter.name().startsWith("channel_"));
  }
}
