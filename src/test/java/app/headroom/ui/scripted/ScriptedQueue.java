package app.headroom.ui.scripted;

import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Precision;
import app.headroom.job.Receipt;
import app.headroom.memory.Decision;
import app.headroom.memory.Tier;
import app.headroom.queue.Answer;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueDesk;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.QueueSnapshot;
import app.headroom.queue.Submission;
import app.headroom.queue.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A queue without workers: takes every command as the real one does, and jobs stand as they are
 * put. Safe from any thread.
 */
public final class ScriptedQueue implements QueueDesk {

  private final List<JobSnapshot> jobs = new ArrayList<>();
  private final List<Consumer<QueueEvent>> listeners = new CopyOnWriteArrayList<>();
  private final List<QueueCommand> asked = new CopyOnWriteArrayList<>();
  private QueueSettings settings = QueueSettings.DEFAULT;
  private volatile Tier tier = Tier.NORMAL;
  private long revision = 1_000_000_000_000_000_000L;

  public synchronized Subscription subscribe(Consumer<QueueEvent> listener) {
    listeners.add(listener);
    listener.accept(new QueueEvent.Opened(new QueueSnapshot(jobs, settings, tier)));
    return () -> listeners.remove(listener);
  }

  /** Everything that was asked for, oldest first. */
  public List<QueueCommand> asked() {
    return List.copyOf(asked);
  }

  public synchronized List<JobSnapshot> jobs() {
    return List.copyOf(jobs);
  }

  public synchronized void set(List<JobSnapshot> newJobs) {
    jobs.clear();
    jobs.addAll(newJobs);
    tell(new QueueEvent.Opened(new QueueSnapshot(jobs, settings, tier)));
  }

  /** The job stands differently now; it is added if it is new. */
  public synchronized void put(JobSnapshot job) {
    for (int i = 0; i < jobs.size(); i++) {
      if (jobs.get(i).id().equals(job.id())) {
        jobs.set(i, job);
        tell(
            job.state().terminal() ? new QueueEvent.JobEnded(job) : new QueueEvent.JobChanged(job));
        return;
      }
    }
    jobs.add(job);
    tell(new QueueEvent.JobAdded(job));
  }

  public synchronized void change(QueueSettings newSettings) {
    settings = newSettings;
    tell(new QueueEvent.SettingsChanged(newSettings));
  }

  public synchronized QueueSettings settings() {
    return settings;
  }

  public void tell(QueueEvent event) {
    if (event instanceof QueueEvent.MemoryDecided decided
        && decided.decision() instanceof Decision.TierChanged changed) {
      tier = changed.to();
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  @Override
  public synchronized CompletableFuture<Answer> ask(QueueCommand command) {
    asked.add(command);
    return CompletableFuture.completedFuture(
        switch (command) {
          case QueueCommand.Submit submit -> submit(submit.songs());
          case QueueCommand.Pause pause -> become(pause.jobs(), _ -> new JobState.Paused());
          case QueueCommand.Resume resume -> become(resume.jobs(), _ -> new JobState.Waiting());
          case QueueCommand.Cancel cancel -> become(cancel.jobs(), _ -> new JobState.Cancelled());
          case QueueCommand.Retry retry -> become(retry.jobs(), _ -> new JobState.Waiting());
          case QueueCommand.Remove remove -> remove(ids(remove.jobs()));
          case QueueCommand.ClearFinished _ -> remove(clearable());
          case QueueCommand.Move move -> move(move);
          case QueueCommand.AddHandOffs add ->
              become(
                  QueueCommand.Selection.of(add.job()),
                  job ->
                      job.state() instanceof JobState.Finished(Receipt receipt)
                          ? new JobState.Finished(receipt.withHandOffs(add.files()))
                          : job.state());
        });
  }

  private Answer submit(List<Submission> songs) {
    List<Answer.SongOutcome> outcomes = new ArrayList<>();
    for (Submission song : songs) {
      JobSnapshot job =
          new JobSnapshot(
              JobId.random(),
              revision++,
              song.request(),
              song.source(),
              Precision.INT8,
              Instant.now(),
              new JobState.Waiting(),
              null,
              JobHistory.NONE,
              null);
      put(job);
      outcomes.add(new Answer.SongOutcome.Added(job.id(), job.request().source()));
    }
    return new Answer.Submitted(outcomes);
  }

  private Answer become(QueueCommand.Selection selection, Function<JobSnapshot, JobState> next) {
    List<JobId> done = new ArrayList<>();
    for (JobId id : ids(selection)) {
      JobSnapshot job = jobs.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
      JobState state = next.apply(job);
      if (job.state().mayBecome(state)) {
        put(
            new JobSnapshot(
                job.id(),
                revision++,
                job.request(),
                job.source(),
                job.precision(),
                job.submittedAt(),
                state,
                null,
                job.history(),
                null));
        done.add(id);
      }
    }
    return new Answer.Done(done, List.of());
  }

  private Answer remove(List<JobId> ids) {
    jobs.removeIf(job -> ids.contains(job.id()));
    ids.forEach(id -> tell(new QueueEvent.JobRemoved(id)));
    return new Answer.Done(ids, List.of());
  }

  private List<JobId> clearable() {
    return jobs.stream()
        .filter(
            job ->
                job.state() instanceof JobState.Finished
                    || job.state() instanceof JobState.Cancelled)
        .map(JobSnapshot::id)
        .toList();
  }

  private Answer move(QueueCommand.Move move) {
    List<JobSnapshot> moved = jobs.stream().filter(job -> move.jobs().contains(job.id())).toList();
    int before =
        (int)
            jobs.stream()
                .limit(Math.min(move.position(), jobs.size()))
                .filter(moved::contains)
                .count();
    int position = Math.min(move.position(), jobs.size()) - before;
    jobs.removeAll(moved);
    jobs.addAll(position, moved);
    tell(new QueueEvent.OrderChanged(jobs.stream().map(JobSnapshot::id).toList()));
    return new Answer.Done(move.jobs(), List.of());
  }

  private List<JobId> ids(QueueCommand.Selection selection) {
    return switch (selection) {
      case QueueCommand.Selection.All _ -> jobs.stream().map(JobSnapshot::id).toList();
      case QueueCommand.Selection.Some some -> some.ids();
    };
  }
}
