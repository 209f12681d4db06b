package app.headroom.bench;

import app.headroom.job.Bytes;
import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a whole job takes at every rung in both precisions: the highest memory of its process tree,
 * and the seconds for one second of a segment. All of them take turns, round after round. The last
 * lines are those of {@code memory.ShippedCosts}.
 */
record CostBench(WorkerBench worker) {

  private static final int ROUNDS = 2;
  private static final List<Precision> PRECISIONS = List.of(Precision.FP32, Precision.INT8);

  private record Subject(SegmentLength length, Precision precision) {}

  /** Of all rounds. */
  private static final class Measured {
    private final List<Double> seconds = new ArrayList<>();
    private long leastPeakBytes = Long.MAX_VALUE;
    private long peakBytes;

    void add(WorkerBench.Outcome outcome) {
      seconds.add(outcome.secondsPerSecond());
      leastPeakBytes = Math.min(leastPeakBytes, outcome.peakBytes());
      peakBytes = Math.max(peakBytes, outcome.peakBytes());
    }

    double median() {
      List<Double> sorted = seconds.stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }
  }

  void run(Path song, List<SegmentLength> lengths, Consumer<String> out)
      throws IOException, InterruptedException {
    Map<Subject, Measured> all = new LinkedHashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (SegmentLength length : lengths) {
        for (Precision precision : PRECISIONS) {
          all.computeIfAbsent(new Subject(length, precision), _ -> new Measured())
              .add(worker.separate(song, length, precision, (_, _) -> {}));
        }
      }
    }
    out.accept(
        String.format(
            Locale.ROOT,
            "%d rounds, %d threads; the whole worker: decoder, network, encoder, its Java machine",
            ROUNDS,
            worker.threads()));
    out.accept("segment   network   s per s of a segment   peak memory, least and most");
    all.forEach(
        (subject, measured) ->
            out.accept(
                String.format(
                    Locale.ROOT,
                    "%5.2f s   %-7s   %20.3f   %10s   %10s",
                    subject.length().seconds(),
                    subject.precision().name().toLowerCase(Locale.ROOT),
                    measured.median(),
                    Bytes.text(measured.leastPeakBytes),
                    Bytes.text(measured.peakBytes))));
    for (SegmentLength length : lengths) {
      out.accept(
          String.format(
              Locale.ROOT,
              "    add(%s, %s);",
              length.seconds(),
              String.join(
                  ", ",
                  PRECISIONS.stream()
                      .map(precision -> all.get(new Subject(length, precision)))
                      .map(CostBench::shipped)
                      .toList())));
    }
  }

  private static String shipped(Measured measured) {
    return String.format(
        Locale.ROOT, "%d, %.3f", Math.ceilDiv(measured.peakBytes, 1_000_000L), measured.median());
  }
}
