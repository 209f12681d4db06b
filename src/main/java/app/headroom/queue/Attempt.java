package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One worker's try at a job. An attempt without an end belongs to a worker that runs, or that was
 * running when the application was killed.
 *
 * @param number counts the job's attempts from 1
 * @param worker null until the process has started
 */
public record Attempt(
    JobId job,
    int number,
    Instant startedAt,
    SegmentLength segment,
    int threads,
    @Nullable WorkerProcess worker,
    @Nullable End end) {

  /** Names a process uniquely. */
  public record WorkerProcess(long pid, Instant startedAt) {}

  /**
   * @param how in words, bounded
   * @param peakBytes highest memory seen, 0 if none was
   */
  public record End(Instant at, String how, long peakBytes) {}

  Attempt by(WorkerProcess process) {
    return new Attempt(job, number, startedAt, segment, threads, process, end);
  }

  Attempt ended(End newEnd) {
    return new Attempt(job, number, startedAt, segment, threads, worker, newEnd);
  }
}
