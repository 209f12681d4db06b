package app.headroom.queue;

import app.headroom.job.JobId;
import org.jspecify.annotations.Nullable;

/** Ends what an application that crashed left running; implemented by {@code supervisor}. */
@FunctionalInterface
public interface OrphanEnding {

  /**
   * Ends the worker's process tree, if the process of that id still is the one that started then,
   * and whatever else workers of this job have left; blocks at most about two seconds.
   *
   * @param worker null where it was killed before its process was noted
   * @return whether there was anything
   */
  boolean end(JobId job, Attempt.@Nullable WorkerProcess worker);
}
