package app.headroom.queue;

import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.memory.CostKey;
import app.headroom.memory.CostModel;
import app.headroom.memory.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One worker at one job, from its order to its end. Queue thread only. */
final class Run {

  /** What segments of one length took so far, those whose time tells something. */
  private record Spent(long segments, long wallMillis) {
    Spent plus(Spent more) {
      return new Spent(segments + more.segments, wallMillis + more.wallMillis);
    }
  }

  final Entry entry;
  final WorkOrder order;

  /** What its costs belong to: the command as it was when it was started. */
  final CostKey key;

  final Instant startedAt;
  final ProgressMeter meter = new ProgressMeter();

  /** Room on the spool's disk that it was started for, 0 if that is not known. */
  final long spoolBytes;

  /** When its history was stored last. */
  Instant keptAt;

  Attempt attempt;
  @Nullable RunningWorker worker;
  JobHistory history;

  /** Length of the segment that runs; what was decided since is for the next one. */
  SegmentLength atWork;

  SegmentLength segment;
  String segmentReason;
  JobProgress.Activity activity = JobProgress.Activity.STARTING;

  /** How it ended, while that could not be stored yet. */
  WorkerListener.@Nullable End end;

  private final Map<SegmentLength, Spent> spent = new TreeMap<>();

  Run(
      Entry entry,
      WorkOrder order,
      CostKey key,
      Attempt attempt,
      String segmentReason,
      long spoolBytes,
      Instant startedAt) {
    this.entry = entry;
    this.order = order;
    this.key = key;
    this.attempt = attempt;
    this.history = entry.stored().history();
    this.segment = order.segment();
    this.atWork = order.segment();
    this.segmentReason = segmentReason;
    this.spoolBytes = spoolBytes;
    this.startedAt = startedAt;
    this.keptAt = startedAt;
    if (history.work().totalFrames() > 0) {
      meter.at(history.work().doneFrames(), history.work().totalFrames());
    }
  }

  JobId id() {
    return order.id();
  }

  void segmentDone(long done, long total, int frames, long wallMillis) {
    // A command gets no more than is left of the song; what that took tells of no length.
    boolean whole = !key.ofCommand() || history.work().doneFrames() + frames <= total;
    history = history.segmentDone(frames, done, total);
    meter.segmentDone(done, total, wallMillis);
    atWork = segment;
    if (wallMillis > 0 && whole) {
      // the first warms everything up, which is no time for each second of a song
      boolean timed = key.ofCommand() || !spent.isEmpty();
      Spent one = timed ? new Spent(1, wallMillis) : new Spent(0, 0);
      spent.merge(new SegmentLength(frames), one, Spent::plus);
    }
  }

  /**
   * What the cost model can learn of it: lengths of which at least one whole segment was seen.
   *
   * @param costs says how long a length took before, where only a first segment was seen
   */
  List<Observation> observations(Map<SegmentLength, Long> peaks, CostModel costs) {
    List<Observation> observations = new ArrayList<>();
    spent.forEach(
        (length, took) -> {
          long peakBytes = peaks.getOrDefault(length, 0L);
          // with the shipped time alone nothing is learned: it would count as measured here
          if (peakBytes > 0 && (took.segments > 0 || costs.hasLearned(key))) {
            double threadSeconds =
                took.segments == 0
                    ? costs.seconds(key, length, 1)
                    : took.wallMillis
                        / 1000.0
                        * order.threads()
                        / (took.segments * length.seconds());
            observations.add(new Observation(key, length, peakBytes, threadSeconds));
          }
        });
    return observations;
  }
}
