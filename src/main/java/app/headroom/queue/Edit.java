package app.headroom.queue;

import app.headroom.job.JobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes that are stored together and then told; see {@link Roster#commit}. */
final class Edit {

  final Map<JobId, StoredJob> saved = new LinkedHashMap<>();
  final Set<JobId> removed = new LinkedHashSet<>();
  final List<Attempt> attempts = new ArrayList<>();
  final Map<JobId, List<String>> claims = new HashMap<>();

  /** A new job, with the keys of its files. */
  Edit add(StoredJob job, List<String> keys) {
    claims.put(job.id(), keys);
    return save(job);
  }

  Edit save(StoredJob job) {
    saved.put(job.id(), job);
    return this;
  }

  Edit remove(JobId id) {
    removed.add(id);
    return this;
  }

  Edit attempt(Attempt attempt) {
    attempts.add(attempt);
    return this;
  }

  boolean isEmpty() {
    return saved.isEmpty() && removed.isEmpty() && attempts.isEmpty();
  }

  JobStore.Change change() {
    return new JobStore.Change(
        saved.values().stream().filter(job -> !removed.contains(job.id())).toList(),
        List.copyOf(removed),
        attempts);
  }
}
