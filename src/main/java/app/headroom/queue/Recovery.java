package app.headroom.queue;

import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up what the application left when it ended, in whatever way that was. */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private Recovery() {}

  /**
   * @param parked jobs that wait for memory
   * @param strays jobs that are not in the queue and have a folder
   */
  record Found(List<JobId> parked, Set<JobId> strays) {}

  /** Fills the roster. Ends the workers that still run, so that none works beside its successor. */
  static Found recover(QueueParts parts, Roster roster) {
    Instant now = parts.clock().instant();
    Map<JobId, StoredJob> jobs = new HashMap<>();
    parts.store().jobs().forEach(job -> jobs.put(job.id(), job));
    List<StoredJob> saved = new ArrayList<>();
    List<JobId> removed = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    for (Attempt attempt : parts.store().openAttempts()) {
      if (parts.orphans().end(attempt.job(), attempt.worker())) {
        LOG.info("ended what was left running of job {}", attempt.job());
      }
      attempts.add(attempt.ended(new Attempt.End(now, "the application ended", 0)));
    }
    List.copyOf(jobs.values()).stream()
        .filter(job -> job.state() instanceof JobState.Running)
        .forEach(
            job -> {
              StoredJob settled = settled(job);
              if (job.wish() == Wish.REMOVE) {
                jobs.remove(job.id());
                removed.add(job.id());
              } else {
                jobs.put(job.id(), settled);
                saved.add(settled);
                LOG.info(
                    "job {} was running when the application ended, {} of its segments are kept",
                    job.id(),
                    job.history().work().segmentsByFrames().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
              }
            });
    if (!saved.isEmpty() || !removed.isEmpty() || !attempts.isEmpty()) {
      parts.store().commit(new JobStore.Change(saved, removed, attempts));
    }
    roster.load(jobs.values());
    return new Found(
        jobs.values().stream()
            .filter(job -> job.state() instanceof JobState.Parked)
            .map(StoredJob::id)
            .toList(),
        strays(parts, jobs));
  }

  private static StoredJob settled(StoredJob job) {
    JobHistory history = job.history();
    return switch (job.wish()) {
      case NONE ->
          job.with(
              new JobState.Waiting(), history.noted("the application ended while it was at it"));
      case PAUSE -> job.with(new JobState.Paused(), history.with(history.tally().paused()));
      case CANCEL, REMOVE -> job.with(new JobState.Cancelled(), history);
    };
  }

  /** Folders of jobs that are gone, or that will never need theirs again. */
  private static Set<JobId> strays(QueueParts parts, Map<JobId, StoredJob> jobs) {
    try {
      Set<String> unreadable = parts.store().unreadableJobs();
      Set<JobId> strays = new HashSet<>(parts.files().spools());
      strays.removeIf(
          id -> {
            StoredJob job = jobs.get(id);
            // a program that can read it may go on with it
            return job == null ? unreadable.contains(id.value()) : keepsPlace(job.state());
          });
      return strays;
    } catch (IOException e) {
      LOG.warn("the folder of spools could not be read: {}", e.toString());
      return Set.of();
    }
  }

  private static boolean keepsPlace(JobState state) {
    return switch (state) {
      case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Parked _ -> true;
      case JobState.Failed(var failure) -> failure.retryable();
      case JobState.Finished _, JobState.Cancelled _ -> false;
    };
  }
}
