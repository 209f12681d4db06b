package app.headroom.bench;

import app.headroom.job.Bytes;
import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Many segments in one job: what it holds over their number, with a straight line through it. The
 * lowest figure of each segment tells what outlives it, the highest what it needs.
 */
record EnduranceBench(WorkerBench worker) {

  /** In which the Java machine compiles and its heap finds its size. */
  private static final int WARM_UP_SEGMENTS = 50;

  /** Of what one segment was seen with. */
  private static final class Seen {
    private long leastBytes = Long.MAX_VALUE;
    private long mostBytes;
  }

  /** The lines through the lowest and the highest memory of each segment. */
  record Result(LineFit lowest, LineFit highest, long peakBytes) {}

  Result run(Path song, Consumer<String> out) throws IOException, InterruptedException {
    List<Seen> segments = new ArrayList<>();
    WorkerBench.Outcome outcome =
        worker.separate(
            song,
            SegmentLength.SHORTEST,
            Precision.INT8,
            (done, rssBytes) -> {
              while (segments.size() <= done) {
                segments.add(new Seen());
              }
              Seen seen = segments.get((int) done);
              seen.leastBytes = Math.min(seen.leastBytes, rssBytes);
              seen.mostBytes = Math.max(seen.mostBytes, rssBytes);
            });
    // those whose worker was not looked at meanwhile, and what came after the last segment, are out
    int last = Math.toIntExact(outcome.segments());
    LineFit lowest = new LineFit();
    LineFit highest = new LineFit();
    LineFit later = new LineFit();
    int end = Math.min(last, segments.size());
    for (int segment = WARM_UP_SEGMENTS; segment < end; segment++) {
      Seen seen = segments.get(segment);
      if (seen.mostBytes > 0) {
        lowest.add(segment, (double) seen.leastBytes);
        highest.add(segment, (double) seen.mostBytes);
        if (segment >= (WARM_UP_SEGMENTS + end) / 2) {
          later.add(segment, (double) seen.leastBytes);
        }
      }
    }
    out.accept(
        String.format(
            Locale.ROOT,
            "%d segments of %.1f s in one job, at most %s; from segment %d on:",
            outcome.segments(),
            SegmentLength.SHORTEST.seconds(),
            Bytes.text(outcome.peakBytes()),
            WARM_UP_SEGMENTS));
    out.accept("lowest of each segment:  " + lowest);
    out.accept("highest of each segment: " + highest);
    // what the Java machine still takes for itself comes to an end; what a segment left would not
    out.accept("lowest, later half:      " + later);
    return new Result(lowest, highest, outcome.peakBytes());
  }
}
