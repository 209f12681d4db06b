package app.headroom.queue;

import app.headroom.job.Extras;
import app.headroom.job.JobFailure;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells, in order and one call at a time, on a thread of the launcher's.
 * Implementations return quickly.
 */
public interface WorkerListener {

  /**
   * Within a phase, at most a few times a second; {@code totalUnits} is 0 while it is not known.
   */
  void progressed(String phase, long doneUnits, long totalUnits);

  /** The source lies decoded in the spool. */
  void decoded(long frames, double audioSeconds);

  /** It goes on from a checkpoint. */
  void resumedAt(long doneFrames, long totalFrames);

  /** One more segment is safe on disk. */
  void segmentDone(long doneFrames, long totalFrames, int segmentFrames, long wallMillis);

  /** Something for the receipt, in one plain sentence with its cause. */
  default void noted(String note) {}

  void cleanedUp();

  void held(long doneFrames);

  void unloaded();

  /** The process is gone, both its streams are read to the end. */
  void ended(End end);

  /** How a worker ended. */
  sealed interface End {

    /**
     * @param stems file by stem id, all under their final names
     * @param peakRssBytes as the system recorded it for the worker, or null
     */
    record Finished(
        Map<String, Path> stems,
        long frames,
        int sampleRateHz,
        double audioSeconds,
        double gain,
        long segments,
        @Nullable Long peakRssBytes,
        Map<String, Long> millis,
        Extras extras)
        implements End {}

    /** As asked by {@link RunningWorker#stop()}; the place is kept. */
    record Stopped() implements End {}

    /** It said why, or died (then {@link JobFailure.WorkerCrashed}). */
    record Failed(JobFailure failure) implements End {}

    record Killed(KillCause cause) implements End {}
  }
}
