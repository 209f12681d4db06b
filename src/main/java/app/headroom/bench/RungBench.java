package app.headroom.bench;

import app.headroom.job.Bytes;
import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import app.headroom.models.ReadyModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every rung in both precisions: seconds per second of audio and the process's peak memory, beside
 * the npm package's graph in the same runtime. Each measurement is a process of its own; all of
 * them take turns, round after round, so that a disturbance of the machine meets all alike.
 *
 * @param children starts {@code app.headroom.demucs.bench.NetworkBench}
 */
record RungBench(BenchProcess children, ReadyModel model, Optional<Path> npmGraph, int threads) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROUNDS = 3;
  private static final int RUNS = 3;

  /** What is measured; without a precision it is the npm package's graph. */
  private record Subject(SegmentLength length, Optional<Precision> precision) {
    String name() {
      return precision.map(Precision::name).orElse("npm graph").toLowerCase(Locale.ROOT);
    }
  }

  /** Of all rounds: the median time and the highest peak. */
  private static final class Measured {
    private final List<Double> seconds = new ArrayList<>();
    private long peakBytes;

    double median() {
      double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
  }

  void run(Consumer<String> out) throws IOException, InterruptedException {
    Map<Subject, Measured> measured = new LinkedHashMap<>();
    for (Subject subject : subjects()) {
      measured.put(subject, new Measured());
    }
    for (int round = 1; round <= ROUNDS; round++) {
      for (Map.Entry<Subject, Measured> entry : measured.entrySet()) {
        measure(entry.getKey(), entry.getValue());
      }
    }
    print(measured, out);
  }

  private List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (SegmentLength length : SegmentLength.LADDER) {
      if (npmGraph.isPresent() && length.equals(SegmentLength.LADDER.getFirst())) {
        subjects.add(new Subject(length, Optional.empty()));
      }
      subjects.add(new Subject(length, Optional.of(Precision.FP32)));
      subjects.add(new Subject(length, Optional.of(Precision.INT8)));
    }
    return subjects;
  }

  private void measure(Subject subject, Measured into) throws IOException, InterruptedException {
    Path graph =
        subject.precision().isPresent()
            ? model.first().graphs().get(subject.precision().get())
            : npmGraph.orElse(null);
    if (graph == null) {
      throw new IOException("the model has no graph for " + subject.name());
    }
    String answer =
        children.run(
            List.of(
                subject.precision().isPresent() ? "headroom" : "npm",
                graph.toString(),
                Integer.toString(subject.length().frames()),
                Integer.toString(RUNS),
                Integer.toString(threads)));
    JsonNode result = JSON.readTree(answer);
    into.seconds.add(result.path("secondsPerAudioSecond").asDouble());
    into.peakBytes = Math.max(into.peakBytes, result.path("peakRssBytes").asLong());
  }

  private void print(Map<Subject, Measured> measured, Consumer<String> out) {
    out.accept(
        String.format(
            Locale.ROOT,
            "median of %d rounds of %d segments each, %s; peak of the process, its JVM included",
            ROUNDS,
            RUNS,
            threads == 1 ? "1 thread" : threads + " threads"));
    out.accept("segment   network    s per s of audio   of npm's time   peak memory");
    double npm =
        measured.entrySet().stream()
            .filter(entry -> entry.getKey().precision().isEmpty())
            .mapToDouble(entry -> entry.getValue().median())
            .findFirst()
            .orElse(Double.NaN);
    measured.forEach(
        (subject, result) ->
            out.accept(
                String.format(
                    Locale.ROOT,
                    "%5.2f s   %-9s  %16.3f   %13s   %11s",
                    subject.length().seconds(),
                    subject.name(),
                    result.median(),
                    Double.isNaN(npm)
                        ? "-"
                        : String.format(Locale.ROOT, "%.2f", result.median() / npm),
                    result.peakBytes == 0 ? "-" : Bytes.text(result.peakBytes))));
  }
}
