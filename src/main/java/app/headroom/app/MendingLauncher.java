package app.headroom.app;

import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.models.Model;
import app.headroom.models.ModelPhase;
import app.headroom.models.ModelProgress;
import app.headroom.models.ModelState;
import app.headroom.models.ModelStore;
import app.headroom.models.ModelUnavailableException;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerLauncher;
import app.headroom.queue.WorkerListener;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a worker cannot load its network: looks whether the model's files still have their digests,
 * has those made anew that have not, and then lets the job wait for its turn again. Safe from any
 * thread.
 */
final class MendingLauncher implements WorkerLauncher {

  /** What breaks more often than that in one run of the program, breaks for another reason. */
  private static final int MOST_TIMES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(MendingLauncher.class);

  /** Looks at all files of a model, and makes anew those that are damaged. */
  @FunctionalInterface
  interface Mender {

    /**
     * Blocks for as long as that takes.
     *
     * @return whether there were any
     */
    boolean mend(String model);
  }

  private final WorkerLauncher workers;
  private final Mender mender;
  private final Map<String, Integer> mended = new ConcurrentHashMap<>();

  MendingLauncher(WorkerLauncher workers, Mender mender) {
    this.workers = workers;
    this.mender = mender;
  }

  static MendingLauncher of(WorkerLauncher workers, ModelStore models) {
    return new MendingLauncher(workers, name -> mend(models, name));
  }

  @Override
  public RunningWorker launch(WorkOrder order, WorkerListener listener) {
    if (!(order.request().engine() instanceof EngineChoice.BuiltIn)) {
      return workers.launch(order, listener);
    }
    Ear ear = new Ear(order.request().model(), listener);
    return new Handle(workers.launch(order, ear), ear);
  }

  private static boolean mend(ModelStore models, String name) {
    Optional<Model> model =
        models.find(name).filter(known -> !(models.state(known) instanceof ModelState.Absent));
    if (model.isEmpty()) {
      return false;
    }
    AtomicBoolean made = new AtomicBoolean();
    try {
      models.ensure(
          model.get(),
          ModelStore.Check.READ,
          null,
          (ModelProgress progress) -> {
            if (progress.phase() == ModelPhase.PREPARING) {
              made.set(true);
            }
          });
      return made.get();
    } catch (ModelUnavailableException e) {
      LOG.warn("the model {} could not be mended: {}", name, e.failure().what());
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  private int timesMended(String model) {
    return mended.getOrDefault(model, 0);
  }

  /**
   * One at a time: what was made anew for one job is made for those that failed beside it.
   *
   * @param before how often it had been mended when the worker was started
   * @return whether it is another model now
   */
  private boolean mend(String model, int before) {
    synchronized (mended) {
      if (timesMended(model) > before) {
        return true;
      }
      boolean made = mender.mend(model);
      if (made) {
        mended.merge(model, 1, Integer::sum);
      }
      return made;
    }
  }

  /** Holds the end back while the model is mended. */
  private final class Ear implements WorkerListener {
    private final String model;
    private final WorkerListener listener;
    private final int before;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean mending;

    Ear(String model, WorkerListener listener) {
      this.model = model;
      this.listener = listener;
      this.before = timesMended(model);
    }

    @Override
    public void ended(End end) {
      if (end instanceof End.Failed(JobFailure.ModelMissing missing)
          && timesMended(model) < MOST_TIMES) {
        mending = true;
        Thread.ofVirtual().name("mending " + model).start(() -> mend(missing));
      } else {
        end(end);
      }
    }

    private void mend(JobFailure.ModelMissing missing) {
      LOG.warn("the files of {} are looked at: {}", model, missing.reason());
      End end = new End.Failed(missing);
      try {
        if (MendingLauncher.this.mend(model, before)) {
          if (!ended.get()) {
            listener.noted("A file of the model " + model + " was damaged; it has been made anew.");
          }
          end = new End.Stopped();
        }
      } catch (RuntimeException | Error e) {
        LOG.error("the model {} could not be mended", model, e);
      } finally {
        end(end);
      }
    }

    private void end(End end) {
      if (ended.compareAndSet(false, true)) {
        listener.ended(end);
      }
    }

    /** While nobody works: what is being made is made all the same. */
    void giveUp(End end) {
      if (mending) {
        end(end);
      }
    }

    @Override
    public void progressed(String phase, long doneUnits, long totalUnits) {
      listener.progressed(phase, doneUnits, totalUnits);
    }

    @Override
    public void decoded(long frames, double audioSeconds) {
      listener.decoded(frames, audioSeconds);
    }

    @Override
    public void resumedAt(long doneFrames, long totalFrames) {
      listener.resumedAt(doneFrames, totalFrames);
    }

    @Override
    public void segmentDone(long doneFrames, long totalFrames, int segmentFrames, long wallMillis) {
      listener.segmentDone(doneFrames, totalFrames, segmentFrames, wallMillis);
    }

    @Override
    public void noted(String note) {
      listener.noted(note);
    }

    @Override
    public void cleanedUp() {
      listener.cleanedUp();
    }

    @Override
    public void held(long doneFrames) {
      listener.held(doneFrames);
    }

    @Override
    public void unloaded() {
      listener.unloaded();
    }
  }

  private record Handle(RunningWorker worker, Ear ear) implements RunningWorker {

    @Override
    public JobId jobId() {
      return worker.jobId();
    }

    @Override
    public long pid() {
      return worker.pid();
    }

    @Override
    public Instant startedAt() {
      return worker.startedAt();
    }

    @Override
    public void setSegment(SegmentLength length) {
      worker.setSegment(length);
    }

    @Override
    public void cleanUp() {
      worker.cleanUp();
    }

    @Override
    public void hold() {
      worker.hold();
    }

    @Override
    public void unload() {
      worker.unload();
    }

    @Override
    public void resume() {
      worker.resume();
    }

    @Override
    public void stop() {
      worker.stop();
      ear.giveUp(new WorkerListener.End.Stopped());
    }

    @Override
    public void kill(KillCause cause) {
      worker.kill(cause);
      ear.giveUp(new WorkerListener.End.Killed(cause));
    }
  }
}
