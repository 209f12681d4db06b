package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.time.Instant;

/**
 * A handle on one worker process. All methods are safe from any thread and do not wait; they do
 * nothing once the worker has ended. The steering ones take effect at the next segment boundary.
 */
public interface RunningWorker {

  JobId jobId();

  /** Process id, or -1 if the process could not be started. */
  long pid();

  /** With {@link #pid()} this names the process uniquely, also after a crash of the application. */
  Instant startedAt();

  void setSegment(SegmentLength length);

  /** Give back what can be given back, and go on. */
  void cleanUp();

  /** Stop, clean up and wait. */
  void hold();

  /** While held: close the model too. */
  void unload();

  /** Go on after {@link #hold()} or {@link #unload()}. */
  void resume();

  /** Keep the place on disk and end. A worker that does not within a grace time is killed. */
  void stop();

  /** End the whole process tree now, children first. Blocks at most about a second. */
  void kill(KillCause cause);
}
