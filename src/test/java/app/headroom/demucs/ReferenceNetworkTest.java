package app.headroom.demucs;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.demucs.graph.GraphBuilder;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.CanonicalWeights;
import app.headroom.demucs.weights.ChosenSources;
import app.headroom.demucs.weights.Weights;
import app.headroom.job.Precision;
import app.headroom.testing.RandomWeights;
import app.headroom.testing.TestModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The graph of every architecture against the layers as the papers define them. */
class ReferenceNetworkTest {

  private static final long SEED = 20_231;

  /**
   * A little more than seven columns, of no length that any stride divides, and just long enough to
   * be computed in two halves.
   */
  private static final int FRAMES = 7 * 1024 + 333;

  /** Too short for halves. */
  private static final int FEW_FRAMES = 4 * 1024 + 333;

  @TempDir Path folder;

  /** In full size; what the published six stems have, and what the four have. */
  @ParameterizedTest
  @CsvSource({"6, 0, " + FRAMES, "4, 512, " + FRAMES, "4, 512, " + FEW_FRAMES})
  void theGraphDoesWhatThePapersSay(int sources, int bottom, int frames) throws IOException {
    var architecture = new Architecture(sources, bottom);
    Weights weights = new RandomWeights(architecture, SEED);
    FloatBuffer expected = FloatBuffer.allocate(2 * sources * frames);
    try (var reference = new ReferenceNetwork(weights, architecture)) {
      reference.separate(Golden.direct(noise(frames)), frames, expected);
    }
    FloatBuffer actual = separated(weights, architecture, "graph.onnx", frames);
    for (int stem = 0; stem < sources; stem++) {
      double decibels =
          Golden.decibels(actual, expected, 2 * stem * frames, 2 * (stem + 1) * frames);
      assertThat(decibels).as("stem %d, seed %d", stem, SEED).isGreaterThan(90);
    }
  }

  /** As the four networks of htdemucs_ft are used: each for one of its stems. */
  @Test
  void aNetworkOfSomeStemsGivesThemAsTheWholeOneDoes() throws IOException {
    var architecture = new Architecture(4, 512);
    Weights weights = new RandomWeights(architecture, SEED);
    FloatBuffer all = separated(weights, architecture, "all.onnx", FRAMES);
    var chosen = new ChosenSources(weights, architecture, List.of(3, 1));
    FloatBuffer some = separated(chosen, chosen.architecture(), "some.onnx", FRAMES);
    assertThat(Golden.decibels(some.slice(0, 2 * FRAMES), all.slice(6 * FRAMES, 2 * FRAMES)))
        .isGreaterThan(110);
    assertThat(
            Golden.decibels(some.slice(2 * FRAMES, 2 * FRAMES), all.slice(2 * FRAMES, 2 * FRAMES)))
        .isGreaterThan(110);
  }

  private FloatBuffer separated(Weights weights, Architecture architecture, String name, int frames)
      throws IOException {
    Path graph = folder.resolve(name);
    GraphBuilder.build(weights, architecture, Precision.FP32, graph);
    FloatBuffer stems = Golden.direct(2 * architecture.sources() * frames);
    try (Htdemucs network = Htdemucs.open(graph, 2)) {
      assertThat(network.stems()).isEqualTo(architecture.sources());
      network.separate(Golden.direct(noise(frames)), frames, stems);
    }
    return stems;
  }

  /** What makes the reference trustworthy. */
  @Test
  @Tag("slow")
  void theReferenceAgreesWithTheOriginalProgram() throws IOException {
    float[] mix = Golden.read("forward-1.3s-mix.f32");
    FloatBuffer expected = FloatBuffer.wrap(Golden.read("forward-1.3s-stems.f32"));
    int frames = mix.length / 2;
    FloatBuffer actual = FloatBuffer.allocate(8 * frames);
    try (Weights weights = CanonicalWeights.open(TestModel.npmGraph(), Architecture.HTDEMUCS);
        var reference = new ReferenceNetwork(weights, Architecture.HTDEMUCS)) {
      reference.separate(Golden.direct(mix), frames, actual);
    }
    for (int stem = 0; stem < 4; stem++) {
      double decibels =
          Golden.decibels(actual, expected, 2 * stem * frames, 2 * (stem + 1) * frames);
      assertThat(decibels).as("stem %d", stem).isGreaterThan(100);
    }
  }

  private static float[] noise(int frames) {
    var random = new Random(SEED);
    float[] mix = new float[2 * frames];
    for (int i = 0; i < mix.length; i++) {
      mix[i] = (float) (0.3 * random.nextGaussian());
    }
    return mix;
  }
}
