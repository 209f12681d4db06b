package app.headroom.demucs.weights;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the original program's parameters are: name, shape, digest of each. */
record GoldenWeights(Parameter parameter, String sha256) {

  static List<GoldenWeights> read() throws IOException {
    Path list =
        Path.of(System.getProperty("headroom.test.shared"), "golden", "htdemucs-weights.tsv");
    assumeTrue(Files.exists(list), "SKIPPED: no reference digests at " + list);
    try (var lines = Files.lines(list)) {
      return lines.filter(line -> !line.startsWith("#")).map(GoldenWeights::parse).toList();
    }
  }

  private static GoldenWeights parse(String line) {
    List<String> fields = Arrays.asList(line.split("\t"));
    List<Integer> shape = Arrays.stream(fields.get(1).split(",")).map(Integer::valueOf).toList();
    return new GoldenWeights(new Parameter(fields.get(0), shape), fields.get(4));
  }
}
