package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All jobs in their order. A change is stored first, then made here, then told. Queue thread only,
 * apart from the snapshots.
 */
final class Roster {

  private static final Comparator<Entry> BY_PLACE =
      Comparator.comparingLong(entry -> entry.stored().place());

  private final JobStore store;
  private final EventHub events;
  private final Claims claims;
  private final List<Entry> order = new ArrayList<>();
  private final Map<JobId, Entry> byId = new HashMap<>();

  private final Map<JobId, JobSnapshot> published = new ConcurrentHashMap<>();
  private volatile List<JobId> publishedOrder = List.of();

  Roster(JobStore store, EventHub events, Claims claims) {
    this.store = store;
    this.events = events;
    this.claims = claims;
  }

  /** What the store holds, before anyone listens. */
  void load(Collection<StoredJob> jobs) {
    for (StoredJob job : jobs) {
      enter(job, keysOf(job));
    }
    order.sort(BY_PLACE);
    publishOrder();
  }

  @Nullable Entry find(JobId id) {
    return byId.get(id);
  }

  /** In the queue's order; not to be changed. */
  List<Entry> inOrder() {
    return Collections.unmodifiableList(order);
  }

  int size() {
    return order.size();
  }

  Claims claims() {
    return claims;
  }

  /** A place behind all others. */
  long lastPlace() {
    return order.isEmpty() ? 0 : order.getLast().stored().place();
  }

  /**
   * Stores, makes and tells the changes, or with an exception nothing of it.
   *
   * @throws StoreException if they cannot be stored
   */
  void commit(Edit edit) {
    if (edit.isEmpty()) {
      return;
    }
    edit.saved.values().forEach(this::checkMove);
    store.commit(edit.change());
    boolean moved = false;
    boolean added = false;
    for (StoredJob job : edit.saved.values()) {
      Entry known = byId.get(job.id());
      if (known == null) {
        Entry entry = enter(job, edit.claims.getOrDefault(job.id(), List.of()));
        events.publish(new QueueEvent.JobAdded(entry.snapshot()));
        added = true;
      } else {
        moved |= known.stored().place() != job.place();
        update(known, job);
      }
    }
    edit.removed.forEach(this::leave);
    if (moved) {
      order.sort(BY_PLACE);
    }
    if (moved || added || !edit.removed.isEmpty()) {
      publishOrder();
    }
    if (moved) {
      events.publish(new QueueEvent.OrderChanged(publishedOrder));
    }
  }

  /** Why it does not run; not stored. */
  void waitFor(Entry entry, @Nullable String reason) {
    if (entry.waitFor(reason)) {
      events.publish(new QueueEvent.JobChanged(publish(entry)));
    }
  }

  /** Not stored. */
  void progress(Entry entry, JobProgress progress) {
    boolean other =
        entry.progress() == null
            || entry.progress().activity() != progress.activity()
            || !entry.progress().segment().equals(progress.segment());
    entry.progress(progress);
    JobSnapshot snapshot = publish(entry);
    events.publish(
        other ? new QueueEvent.JobChanged(snapshot) : new QueueEvent.JobProgressed(snapshot));
  }

  /** Exact on the queue's thread; on others, jobs may each be from another moment. */
  List<JobSnapshot> snapshots() {
    List<JobSnapshot> jobs = new ArrayList<>();
    for (JobId id : publishedOrder) {
      JobSnapshot job = published.get(id);
      if (job != null) {
        jobs.add(job);
      }
    }
    return jobs;
  }

  /** In step with the events, also in the middle of a commit; queue thread only. */
  List<JobSnapshot> snapshotsNow() {
    return order.stream().map(Entry::snapshot).toList();
  }

  Optional<JobSnapshot> snapshot(JobId id) {
    return Optional.ofNullable(published.get(id));
  }

  private void checkMove(StoredJob job) {
    Entry known = byId.get(job.id());
    if (known != null
        && !known.state().equals(job.state())
        && !known.state().mayBecome(job.state())) {
      throw new IllegalStateException(
          "job " + job.id() + " cannot go from " + known.state() + " to " + job.state());
    }
  }

  private Entry enter(StoredJob job, List<String> keys) {
    Entry entry = new Entry(job, keys);
    byId.put(job.id(), entry);
    order.add(entry);
    if (!job.state().terminal()) {
      claims.take(entry);
    }
    publish(entry);
    return entry;
  }

  private void update(Entry entry, StoredJob job) {
    JobState before = entry.state();
    entry.store(job);
    JobSnapshot snapshot = publish(entry);
    boolean ended = before.terminal() && job.state().terminal();
    if (ended || before.equals(job.state())) {
      boolean running = job.state() instanceof JobState.Running;
      events.publish(
          running ? new QueueEvent.JobProgressed(snapshot) : new QueueEvent.JobChanged(snapshot));
      return;
    }
    if (job.state().terminal()) {
      claims.release(entry);
      events.publish(new QueueEvent.JobEnded(snapshot));
    } else {
      claims.take(entry);
      events.publish(new QueueEvent.JobChanged(snapshot));
    }
  }

  private void leave(JobId id) {
    Entry entry = byId.remove(id);
    if (entry != null) {
      order.remove(entry);
      claims.release(entry);
      published.remove(id);
      events.publish(new QueueEvent.JobRemoved(id));
    }
  }

  private JobSnapshot publish(Entry entry) {
    JobSnapshot snapshot = entry.snapshot();
    published.put(entry.id(), snapshot);
    return snapshot;
  }

  private void publishOrder() {
    publishedOrder = order.stream().map(Entry::id).toList();
  }

  private List<String> keysOf(StoredJob job) {
    try {
      return claims.keysOf(job.request(), job.source());
    } catch (IllegalArgumentException _) {
      return List.of(); // its worker will say what is wrong with it
    }
  }
}
