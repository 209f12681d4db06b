package app.headroom.demucs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.demucs.Htdemucs;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.Weights;
import app.headroom.job.Precision;
import app.headroom.testing.RandomWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphBuilderTest {

  @TempDir Path folder;

  /** Six stems without the convolutions to and from a wider transformer, as in htdemucs_6s. */
  @ParameterizedTest
  @CsvSource({"6, 0, FP32", "2, 512, INT8"})
  void buildsWhateverArchitectureTheWeightsAreOf(int sources, int bottom, Precision precision)
      throws IOException {
    var architecture = new Architecture(sources, bottom);
    Path graph = folder.resolve("some.onnx");
    GraphBuilder.build(new RandomWeights(architecture, 1), architecture, precision, graph);

    assertThat(folder)
        .isDirectoryContaining(GraphBuilder.dataOf(graph)::equals)
        .isDirectoryNotContaining(file -> file.toString().contains(".part"));
    int frames = 57_331;
    FloatBuffer mix = direct(2 * frames);
    mix.put(1000, 1);
    FloatBuffer stems = direct(2 * sources * frames);
    try (Htdemucs network = Htdemucs.open(graph, 2)) {
      assertThat(network.stems()).isEqualTo(sources);
      network.separate(mix, frames, stems);
    }
    double energy = 0;
    for (int i = 0; i < stems.capacity(); i++) {
      energy += Math.abs(stems.get(i));
    }
    assertThat(energy).isFinite().isPositive();
  }

  @Test
  void leavesNothingBehindWhenAWeightIsMissing() {
    Weights weights =
        new RandomWeights(Architecture.HTDEMUCS, 1).without("tdecoder.3.conv_tr.bias");
    assertThatThrownBy(
            () ->
                GraphBuilder.build(
                    weights, Architecture.HTDEMUCS, Precision.FP32, folder.resolve("a.onnx")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void hasOnePrecision() {
    assertThatThrownBy(
            () ->
                GraphBuilder.build(
                    new RandomWeights(Architecture.HTDEMUCS, 1),
                    Architecture.HTDEMUCS,
                    Precision.AUTO,
                    folder.resolve("a.onnx")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
