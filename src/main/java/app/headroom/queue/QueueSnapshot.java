package app.headroom.queue;

import java.util.List;

/**
 * All jobs in the queue's order; immutable. Made when it is asked for, from the jobs' snapshots,
 * which are shared.
 */
public record QueueSnapshot(List<JobSnapshot> jobs, QueueSettings settings) {
  public QueueSnapshot {
    jobs = List.copyOf(jobs);
  }
}
