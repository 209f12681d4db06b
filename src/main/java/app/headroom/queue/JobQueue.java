package app.headroom.queue;

import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.memory.Decision;
import app.headroom.memory.GovernorInput;
import app.headroom.memory.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The songs to be separated. One thread of its own changes them; each change is stored before it is
 * told. At most one process may have the queue of a home open: whoever opens it holds its {@code
 * store.QueueLock}.
 *
 * <p>All methods are safe from any thread, and none but {@link #open} and {@link #close} waits for
 * files or processes.
 */
public final class JobQueue implements QueueDesk, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

  private static final Duration TICK = Duration.ofMillis(500);

  /** More commands than this under way, and further ones are turned away. */
  private static final int MOST_COMMANDS = 256;

  /** How long workers may take to come to a segment's end, and then to be ended by force. */
  private static final Duration STOPPING = Duration.ofSeconds(15);

  private static final Duration KILLING = Duration.ofSeconds(5);
  private static final Duration LAST_EVENTS = Duration.ofSeconds(2);

  private final QueueParts parts;
  private final ScheduledThreadPoolExecutor thread;
  private final EventHub events = new EventHub();
  private final AtomicInteger commandsUnderWay = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private final Roster roster;
  private final Overseer overseer;
  private final Discards discards;
  private final Batch batch = new Batch();
  private final Runs runs;
  private final Admissions admissions;
  private final Commands commands;
  private final Sampler.Registration samples;
  private final List<QueueEvent.AttentionNeeded> notes = new ArrayList<>();
  private volatile QueueSettings settings;
  private @Nullable Startable startable;
  private boolean closing;

  private JobQueue(QueueParts parts, QueueSettings settings) {
    this.parts = parts;
    this.settings = settings;
    thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("queue").factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    roster = new Roster(parts.store(), events, new Claims(parts.layout()));
    overseer =
        new Overseer(
            parts.sampler(),
            settings.memory(),
            (at, decision, attempt) -> onQueue(() -> decided(at, decision, attempt)),
            () -> Thread.ofVirtual().name("clean-up").start(parts.cleanUpApplication()),
            parts.clock());
    discards = new Discards(parts.files(), this::onQueue);
    Means means =
        new Means(
            parts,
            this::settings,
            events,
            roster,
            overseer,
            new Costs(parts.costs()),
            discards,
            batch,
            new Alarms(events),
            this::onQueue,
            this::changed);
    runs = new Runs(means);
    admissions = new Admissions(means, runs);
    commands = new Commands(means, runs, admissions);
    parts.sampler().latest().ifPresent(overseer::sampled);
    samples = parts.sampler().listen(overseer::sampled);
  }

  /**
   * Reads the store, ends workers that a crashed application left, and deletes spool folders that
   * belong to no job. Jobs that were running wait to go on. No job starts before {@link #start}.
   *
   * @throws StoreException if the store cannot be read or written
   */
  public static JobQueue open(QueueParts parts, QueueSettings settings) {
    JobQueue queue = new JobQueue(parts, settings);
    try {
      CompletableFuture.runAsync(queue::recover, queue.thread).join();
    } catch (CompletionException e) {
      queue.samples.close();
      queue.thread.shutdownNow();
      queue.discards.close();
      if (e.getCause() instanceof StoreException cause) {
        throw cause;
      }
      throw e;
    }
    queue.subscribe(new QueueLog());
    return queue;
  }

  /** From now on jobs are started. */
  public void start() {
    start(_ -> true);
  }

  /**
   * From now on the jobs that {@code mayStart} are started; the others keep waiting, and do not
   * keep a batch from being done. For a command that does its own songs only, and leaves those that
   * lie in the queue from before. Asked on the queue's thread, again and again.
   */
  public void start(Predicate<? super JobId> mayStart) {
    start((job, _) -> mayStart.test(job));
  }

  /** The same; asked anew whenever this is called. */
  public void start(Startable mayStart) {
    onQueue(
        () -> {
          startable = mayStart;
          changed();
        });
  }

  @Override
  public CompletableFuture<Answer> ask(QueueCommand command) {
    if (commandsUnderWay.incrementAndGet() > MOST_COMMANDS) {
      commandsUnderWay.decrementAndGet();
      return CompletableFuture.completedFuture(new Answer.Unable("the queue is busy"));
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Runnable task =
        () -> {
          commandsUnderWay.decrementAndGet();
          answer.complete(answered(command));
        };
    if (!onQueue(task)) {
      answer.complete(new Answer.Unable("the queue is closed"));
    }
    return answer;
  }

  /** Takes effect on waiting jobs at once and on running ones as far as that is possible. */
  public void change(QueueSettings newSettings) {
    onQueue(
        () -> {
          settings = newSettings;
          overseer.change(newSettings.memory(), parts.clock().instant());
          events.publish(new QueueEvent.SettingsChanged(newSettings));
          runs.all().forEach(runs::refresh);
          changed();
        });
  }

  public QueueSettings settings() {
    return settings;
  }

  public QueueSnapshot snapshot() {
    return new QueueSnapshot(roster.snapshots(), settings, overseer.tier());
  }

  public Optional<JobSnapshot> job(JobId id) {
    return roster.snapshot(id);
  }

  /** Before it is added: what a song is going to take. */
  public Outlook outlook(SeparationRequest request, @Nullable SourceInfo source) {
    return admissions.outlook(request, source, settings.precisionOf(request), JobHistory.NONE);
  }

  /** What is left of a job is going to take. */
  public Outlook outlook(JobSnapshot job) {
    return admissions.outlook(job.request(), job.source(), job.precision(), job.history());
  }

  /**
   * Tells everything from now on, beginning with {@link QueueEvent.Opened}, on a thread of the
   * subscriber's own, which may block.
   */
  public Subscription subscribe(Consumer<? super QueueEvent> listener) {
    EventHub.Subscriber subscriber = events.subscriber(listener);
    onQueue(
        () -> {
          events.subscribe(
              subscriber,
              () -> new QueueSnapshot(roster.snapshotsNow(), settings, overseer.tier()));
          notes.forEach(subscriber::tellNext);
        });
    return subscriber;
  }

  /** Something about the whole queue that every subscriber is to know, also those that come yet. */
  public void note(QueueEvent.AttentionNeeded note) {
    onQueue(
        () -> {
          notes.add(note);
          events.publish(note);
        });
  }

  /**
   * Asks the workers to keep their place and end, waits for them for a bounded time, ends those
   * that did not, delivers the last events and closes the store. Running jobs go on at the next
   * start.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    onQueue(
        () -> {
          closing = true;
          runs.close();
          idleIfSo();
        });
    if (!waitForWorkers(STOPPING)) {
      onQueue(() -> List.copyOf(runs.all()).forEach(runs::kill));
      if (!waitForWorkers(KILLING)) {
        LOG.error("a worker does not end; its job goes on at the next start");
      }
    }
    samples.close();
    discards.close();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(KILLING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("the queue's thread does not end");
        return; // the store is in its hands
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return; // so it may be
    }
    events.close(LAST_EVENTS.toMillis());
    parts.store().close();
  }

  // ---- on the queue's thread

  private void recover() {
    Recovery.Found found = Recovery.recover(parts, roster);
    found
        .parked()
        .forEach(id -> overseer.tell(new GovernorInput.FoundParked(id, parts.clock().instant())));
    found.strays().forEach(this::discardStray);
    ScheduledFuture<?> _ =
        thread.scheduleWithFixedDelay(
            () -> guarded(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A job that is over has one too, and may be tried again. */
  private void discardStray(JobId job) {
    Entry entry = roster.find(job);
    if (entry == null) {
      discards.discard(job);
    } else {
      discards.discard(entry, this::changed);
    }
  }

  private void tick() {
    runs.settle();
    runs.all().forEach(runs::refresh);
    if (!closing) {
      errands();
      admissions.unpark();
      changed();
    }
  }

  /** Something may start, or all is done. */
  private void changed() {
    Startable mayStart = startable;
    if (mayStart != null && !closing) {
      admissions.admit(mayStart);
      QueueEvent.BatchDone done = batch.done(roster, mayStart, parts.clock().instant());
      if (done != null) {
        events.publish(done);
      }
    }
    idleIfSo();
  }

  private void idleIfSo() {
    if (closing && runs.size() == 0) {
      idle.complete(null);
    }
  }

  private Answer answered(QueueCommand command) {
    if (closing) {
      return new Answer.Unable("the queue is closed");
    }
    try {
      return commands.carryOut(command);
    } catch (StoreException e) {
      return new Answer.Unable("the queue cannot be kept: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", command.getClass().getSimpleName(), e);
      return new Answer.Unable("an error of the program: " + e);
    }
  }

  private void errands() {
    List<JobStore.Errand> errands;
    try {
      errands = parts.store().takeErrands();
    } catch (StoreException e) {
      LOG.warn("commands of other processes could not be read: {}", e.getMessage());
      return;
    }
    for (JobStore.Errand errand : errands) {
      Answer answer = answered(errand.command());
      try {
        parts.store().answer(errand.id(), answer);
      } catch (StoreException e) {
        LOG.warn("a command of another process could not be answered: {}", e.getMessage());
      }
    }
  }

  private void decided(Instant at, Decision decision, int attempt) {
    events.publish(new QueueEvent.MemoryDecided(at, decision));
    switch (decision) {
      case Decision.Unpark _ -> {
        admissions.unpark();
        changed();
      }
      case Decision.OfJob ofJob -> runs.decided(ofJob, attempt);
      case Decision.TierChanged _ -> changed();
      case Decision.CleanUp _ -> {}
    }
  }

  // ----

  private boolean waitForWorkers(Duration atMost) {
    try {
      idle.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }

  /**
   * @return false if the queue is closed
   */
  private boolean onQueue(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  /**
   * Nothing that goes wrong with one job or command ends the queue's work, not even a lack of
   * memory or of threads.
   */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("an error of the queue", e);
    }
  }
}
