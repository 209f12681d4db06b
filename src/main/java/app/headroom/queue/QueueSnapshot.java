package app.headroom.queue;

import app.headroom.memory.Tier;
import java.util.List;

/**
 * All jobs in the queue's order; immutable. Made when it is asked for, from the jobs' snapshots,
 * which are shared.
 *
 * @param tier the machine's, as the governor sees it
 */
public record QueueSnapshot(List<JobSnapshot> jobs, QueueSettings settings, Tier tier) {
  public QueueSnapshot {
    jobs = List.copyOf(jobs);
  }
}
