package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;

/** Which of the waiting jobs may start. Asked on the queue's thread, again and again. */
@FunctionalInterface
public interface Startable {
  boolean mayStart(JobId job, SeparationRequest request);
}
