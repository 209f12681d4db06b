package app.headroom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.json.JobJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTest {

  private static final JsonMapper JSON = JobJson.builder(10_000).build();

  @ParameterizedTest
  @CsvSource({
    "15, 0.026",
    "7.8, 0.05",
    "5.85, 0.0667",
    "3.9, 0.1",
    "2.6, 0.15",
    "1.95, 0.2",
    "1.3, 0.25",
  })
  void autoIsAStretchOfSoundOfAtMostAQuarter(double seconds, double share) {
    assertThat(Overlap.AUTO.share(SegmentLength.ofSeconds(seconds).frames()))
        .isCloseTo(share, within(0.0001));
  }

  @Test
  void autoIsAsExactAsItsShareWritten() {
    int longest = SegmentLength.LADDER.getFirst().frames();
    assertThat(Overlap.AUTO.share(longest)).isEqualTo(0.05);
    assertThat(Overlap.AUTO.share(SegmentLength.SHORTEST.frames())).isEqualTo(0.25);
  }

  @Test
  void toACommandAutoIsWhatDemucsDoesByItself() {
    assertThat(Overlap.AUTO.shareOfCommand()).isEqualTo(0.25);
    assertThat(new Overlap.Share(0.1).shareOfCommand()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.25, 0.9})
  void aShareIsKeptAsTheNumberThatItAlwaysWas(double share) throws JsonProcessingException {
    String text = JSON.writeValueAsString(new Overlap.Share(share));
    assertThat(text).isEqualTo(Double.toString(share));
    assertThat(JSON.readValue(text, Overlap.class)).isEqualTo(new Overlap.Share(share));
  }

  @Test
  void autoIsKeptAsAWord() throws JsonProcessingException {
    assertThat(JSON.writeValueAsString(Overlap.AUTO)).isEqualTo("\"auto\"");
    assertThat(JSON.readValue("\"auto\"", Overlap.class)).isEqualTo(Overlap.AUTO);
    assertThat(JSON.readValue("0", Overlap.class)).isEqualTo(new Overlap.Share(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "0.91", "1e999", "\"0.25\"", "\"\"", "true", "{}", "[0.1]"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> JSON.readValue(text, Overlap.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 0.901, 1, Double.NaN, Double.POSITIVE_INFINITY})
  void aSharePastItsEndsIsRefused(double share) {
    assertThatThrownBy(() -> new Overlap.Share(share)).hasMessageContaining("0 to 0.9");
  }
}
