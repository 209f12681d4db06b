package app.headroom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.json.JobJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineChoiceTest {

  private static final JsonMapper JSON = JobJson.builder(10_000).build();
  private static final Path HERE = Path.of("").toAbsolutePath();

  @Test
  void isKeptWithTheRequest() throws JsonProcessingException {
    SeparationRequest request =
        request(new EngineChoice.Command(Flavour.PYTHON, HERE.resolve("venv"), 3, "cuda:0", 6));
    String text = JSON.writeValueAsString(request);
    assertThat(text).contains("\"kind\":\"command\"").contains("\"python\"");
    assertThat(JSON.readValue(text, SeparationRequest.class)).isEqualTo(request);
  }

  @Test
  void requestsOfOlderDatabasesAreForTheBuiltInEngine() throws JsonProcessingException {
    ObjectNode old = JSON.valueToTree(request(EngineChoice.BUILT_IN));
    old.remove("engine");
    assertThat(JSON.treeToValue(old, SeparationRequest.class))
        .isEqualTo(request(EngineChoice.BUILT_IN));
  }

  @Test
  void failuresOfOlderDatabasesAreRead() throws JsonProcessingException {
    String old = "{\"code\":\"budget-too-small\",\"budgetBytes\":5,\"leastBytes\":9}";
    assertThat(JSON.readValue(old, JobFailure.class))
        .isEqualTo(new JobFailure.BudgetTooSmall(5, 9, null));
  }

  @Test
  void whatIsNoArgumentIsRefused() {
    assertThatThrownBy(() -> new EngineChoice.Command(Flavour.NPM, Path.of("x"), 1, null, null))
        .hasMessageContaining("absolute");
    assertThatThrownBy(() -> new EngineChoice.Command(Flavour.PYTHON, null, 1, "--help", null))
        .hasMessageContaining("device");
    assertThatThrownBy(() -> new EngineChoice.Command(Flavour.PYTHON, null, 99, null, null))
        .hasMessageContaining("shifts");
  }

  private static SeparationRequest request(EngineChoice engine) {
    return new SeparationRequest(
        HERE.resolve("song.wav"),
        HERE,
        "htdemucs",
        StemSelection.all(),
        OutputFormat.WAV16,
        new SegmentChoice.Auto(),
        new Overlap.Share(0.25),
        Precision.AUTO,
        ClipMode.RESCALE,
        SeparationRequest.DEFAULT_NAME_TEMPLATE,
        OutputRate.HZ_44100,
        0,
        false,
        Delivery.PLAIN,
        engine);
  }
}
