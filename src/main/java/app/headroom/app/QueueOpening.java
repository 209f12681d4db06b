package app.headroom.app;

import app.headroom.cli.Services.QueueAccess;
import app.headroom.external.CommandFiles;
import app.headroom.job.JobId;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.Sampler;
import app.headroom.models.ModelStore;
import app.headroom.queue.Attempt;
import app.headroom.queue.JobQueue;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.QueueParts;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.RemoteQueue;
import app.headroom.queue.Startable;
import app.headroom.settings.Locations;
import app.headroom.store.QueueLock;
import app.headroom.store.SqliteStore;
import app.headroom.supervisor.Orphans;
import app.headroom.supervisor.Patience;
import app.headroom.supervisor.ProcessWorkerLauncher;
import app.headroom.supervisor.WorkerProgram;
import app.headroom.worker.JobSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the queue together, or finds the process that has done so. */
record QueueOpening(
    Locations locations,
    WorkerProgram worker,
    ModelStore models,
    MemoryProbe memoryProbe,
    InstantSource clock) {

  private static final String LOCK_FILE = "headroom.lock";

  /**
   * @param role what this process is, for people
   */
  QueueAccess open(String role, QueueSettings settings) throws IOException {
    Path lockFile = locations.data().resolve(LOCK_FILE);
    return switch (QueueLock.tryAcquire(lockFile, role, clock.instant())) {
      case QueueLock.Attempt.HeldBy held ->
          new Other(SqliteStore.remote(locations.database(), held.owner()));
      case QueueLock.Attempt.Acquired acquired -> own(acquired.lock(), settings);
    };
  }

  @SuppressWarnings("MustBeClosed")
  private Own own(QueueLock lock, QueueSettings settings) {
    SqliteStore.Opened store = null;
    try {
      store = SqliteStore.open(locations.database(), clock);
      Sampler sampler = new Sampler(memoryProbe, settings.memory());
      sampler.start();
      ProcessWorkerLauncher launcher =
          new ProcessWorkerLauncher(
              worker,
              locations.natives(),
              locations.spool(),
              new StoredGraphs(models),
              Patience.DEFAULT,
              settings.memory().limits());
      KeptWaveforms waveforms = KeptWaveforms.in(locations);
      JobQueue queue =
          JobQueue.open(
              new QueueParts(
                  store.jobs(),
                  store.costs(),
                  MendingLauncher.of(launcher, models),
                  this::endOrphans,
                  waveforms,
                  new StemFiles(models),
                  CommandFiles::identity,
                  sampler,
                  QueueOpening::collect,
                  Processor.cores(),
                  clock),
              settings);
      waveforms.keepOnly(
          queue.snapshot().jobs().stream().map(JobSnapshot::id).collect(Collectors.toSet()));
      List<QueueEvent.AttentionNeeded> troubles = troubles(store);
      troubles.forEach(queue::note);
      return new Own(
          queue,
          sampler,
          troubles.stream().map(trouble -> trouble.what() + ". " + trouble.remedy()).toList(),
          () -> {
            queue.close();
            sampler.close();
            launcher.close();
            lock.close();
          });
    } catch (RuntimeException e) {
      if (store != null) {
        store.jobs().close();
      }
      lock.close();
      throw e;
    }
  }

  private List<QueueEvent.AttentionNeeded> troubles(SqliteStore.Opened store) {
    List<QueueEvent.AttentionNeeded> troubles = new ArrayList<>();
    Path damaged = store.damaged();
    if (damaged != null) {
      troubles.add(
          new QueueEvent.AttentionNeeded(
              null,
              "the queue's database was damaged, and a new one was begun",
              "The damaged one is kept as " + damaged + "; add its songs again."));
    }
    int unreadable = store.jobs().unreadableJobs().size();
    if (unreadable > 0) {
      troubles.add(
          new QueueEvent.AttentionNeeded(
              null,
              (unreadable == 1 ? "one song" : unreadable + " songs")
                  + " of the queue cannot be read, and "
                  + (unreadable == 1 ? "is" : "are")
                  + " left out",
              "The log in " + locations.logs() + " says why; add what is missing again."));
    }
    return troubles;
  }

  private boolean endOrphans(JobId job, Attempt.@Nullable WorkerProcess worker) {
    boolean workers = Orphans.end(job, worker);
    boolean command =
        JobSpool.command(locations.spool().resolve(job.value()))
            .filter(noted -> Orphans.endCommand(noted.pid(), noted.startedAt()))
            .isPresent();
    return workers || command;
  }

  private static final class Own implements QueueAccess.Own {
    private final JobQueue queue;
    private final Sampler sampler;
    private final List<String> troubles;
    private @Nullable Runnable closing;

    Own(JobQueue queue, Sampler sampler, List<String> troubles, Runnable closing) {
      this.queue = queue;
      this.sampler = sampler;
      this.troubles = troubles;
      this.closing = closing;
    }

    @Override
    public JobQueue queue() {
      return queue;
    }

    @Override
    public void start(Predicate<? super JobId> mayStart) {
      queue.start(mayStart);
    }

    @Override
    public void start(Startable startable) {
      queue.start(startable);
    }

    @Override
    public Sampler sampler() {
      return sampler;
    }

    @Override
    public List<String> troubles() {
      return troubles;
    }

    /** Whoever comes second waits for the first. */
    @Override
    public synchronized void close() {
      if (closing != null) {
        closing.run();
        closing = null;
      }
    }
  }

  private record Other(RemoteQueue queue) implements QueueAccess.Other {
    @Override
    public void close() {
      queue.close();
    }
  }

  /** Asked for on the sampler's thread, which must not wait for a collection. */
  private static void collect() {
    Thread.ofVirtual().name("collection").start(System::gc);
  }
}
