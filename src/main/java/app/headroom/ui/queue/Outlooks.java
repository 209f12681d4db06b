package app.headroom.ui.queue;

import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import org.jspecify.annotations.Nullable;

/** What songs are going to take; the queue's own answers. Quick, from any thread. */
public interface Outlooks {

  /** What is left of a job. */
  Outlook of(JobSnapshot job);

  /** A song before it is added. */
  Outlook of(SeparationRequest request, @Nullable SourceInfo source);
}
