package app.headroom.ui.queue;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.memory.MemorySample;
import app.headroom.queue.JobProgress;
import app.headroom.queue.JobSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The songs of the list, in order. A song keeps its {@link SongRow} while it is in the queue, and
 * the list changes only where songs come, go or move. Belongs to the FX thread; needs no toolkit.
 */
public final class QueueModel {

  private final ObservableList<SongRow> rows = FXCollections.observableArrayList();
  private final Map<JobId, SongRow> byId = new HashMap<>();

  /** Rows of the model before this one, until the first songs are applied. */
  private final Map<JobId, SongRow> before = new HashMap<>();

  private final ReadOnlyObjectWrapper<Counts> counts =
      new ReadOnlyObjectWrapper<>(this, "counts", Counts.NONE);

  /**
   * How many songs stand how.
   *
   * @param left until all are done that go on by themselves; null while it is not known
   */
  public record Counts(
      int running,
      int waiting,
      int paused,
      int parked,
      int finished,
      int failed,
      int cancelled,
      @Nullable Duration left) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, null);

    public int all() {
      return running + waiting + paused + parked + finished + failed + cancelled;
    }

    /** Songs that {@code Clear finished} takes away. */
    public int clearable() {
      return finished + cancelled;
    }
  }

  /**
   * A model for another view of the same songs, in the place of this one: it takes over the rows,
   * and so what was gathered about the songs.
   */
  public QueueModel successor() {
    QueueModel next = new QueueModel();
    next.before.putAll(byId);
    return next;
  }

  public ObservableList<SongRow> rows() {
    return rows;
  }

  public ReadOnlyObjectProperty<Counts> counts() {
    return counts.getReadOnlyProperty();
  }

  public @Nullable SongRow row(JobId id) {
    return byId.get(id);
  }

  /**
   * @param left as {@link Counts#left}
   */
  public void apply(List<JobSnapshot> jobs, @Nullable Duration left) {
    List<SongRow> next = new ArrayList<>(jobs.size());
    Map<JobId, SongRow> nextById = HashMap.newHashMap(jobs.size());
    Tally tally = new Tally();
    for (JobSnapshot job : jobs) {
      SongRow row = byId.get(job.id());
      if (row == null) {
        row = Objects.requireNonNullElseGet(before.get(job.id()), () -> new SongRow(job));
      }
      row.update(job, tally.waiting);
      tally.count(job);
      next.add(row);
      nextById.put(job.id(), row);
    }
    before.clear();
    byId.clear();
    byId.putAll(nextById);
    replace(next);
    counts.set(tally.counts(left));
  }

  /** Adds to the memory lines of the songs that run. */
  public void sampled(MemorySample sample) {
    for (JobId id : sample.jobs().keySet()) {
      SongRow row = byId.get(id);
      JobProgress progress = row == null ? null : row.job().progress();
      if (row != null && progress != null) {
        row.sampled(sample.job(id).rssBytes(), progress.budgetBytes());
      }
    }
  }

  /** Forecasts have changed: songs that wait show other words. */
  public void touchWaiting() {
    rows.stream()
        .filter(row -> row.job().state() instanceof JobState.Waiting)
        .forEach(SongRow::touch);
  }

  /** In steps that the list's selection survives: rows go, change places, come. */
  private void replace(List<SongRow> next) {
    if (rows.equals(next)) {
      return;
    }
    rows.removeIf(row -> byId.get(row.id()) != row);
    Map<SongRow, Integer> places = HashMap.newHashMap(next.size());
    next.forEach(row -> places.put(row, places.size()));
    List<SongRow> inOrder = new ArrayList<>(rows);
    inOrder.sort(Comparator.comparing(places::get));
    if (!rows.equals(inOrder)) {
      rows.sort(Comparator.comparing(places::get));
    }
    for (int i = 0; i < next.size(); i++) {
      SongRow stands = i < rows.size() ? rows.get(i) : null;
      if (stands != next.get(i)) {
        int end = stands == null ? next.size() : places.getOrDefault(stands, next.size());
        rows.addAll(i, next.subList(i, end));
      }
    }
  }

  private static final class Tally {
    int running;
    int waiting;
    int paused;
    int parked;
    int finished;
    int failed;
    int cancelled;

    void count(JobSnapshot job) {
      switch (job.state()) {
        case JobState.Running _ -> running++;
        case JobState.Waiting _ -> waiting++;
        case JobState.Paused _ -> paused++;
        case JobState.Parked _ -> parked++;
        case JobState.Finished _ -> finished++;
        case JobState.Failed _ -> failed++;
        case JobState.Cancelled _ -> cancelled++;
      }
    }

    Counts counts(@Nullable Duration left) {
      return new Counts(running, waiting, paused, parked, finished, failed, cancelled, left);
    }
  }
}
