package app.headroom.queue;

import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Precision;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was at one moment; immutable. Where it stands in the queue is said by the order of
 * {@link QueueSnapshot}; its forecast by {@link JobQueue#outlook(JobSnapshot)}; its receipt by
 * {@link JobState.Finished}.
 *
 * @param revision grows with every change of this job, so that of two snapshots the newer is known
 * @param source as probed, or null
 * @param precision FP32 or INT8, decided when the job was added
 * @param waitingFor why it does not run, in words, while it waits or is parked; null where it
 *     merely waits for its turn
 * @param progress while a worker is at it, else null
 */
public record JobSnapshot(
    JobId id,
    long revision,
    SeparationRequest request,
    @Nullable SourceInfo source,
    Precision precision,
    Instant submittedAt,
    JobState state,
    @Nullable String waitingFor,
    JobHistory history,
    @Nullable JobProgress progress) {

  /** Length of the song in seconds: as decoded, else as its header promises, else null. */
  public @Nullable Double audioSeconds() {
    return Lengths.audioSeconds(history, source);
  }
}
