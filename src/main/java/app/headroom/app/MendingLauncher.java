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

  private final WorkerLauncher workers;
  private final ModelStore models;
  private final Map<String, Integer> mended = new ConcurrentHashMap<>();

  MendingLauncher(WorkerLauncher workers, ModelStore models) {
    this.workers = workers;
    this.models = models;
  }

  @Override
  public RunningWorker launch(WorkOrder order, WorkerListener listener) {
    if (!(order.request().engine() instanceof EngineChoice.BuiltIn)) {
      return workers.launch(order, listener);
    }
    Ear ear = new Ear(order.request().model(), listener);
    return new Handle(workers.launch(order, ear), ear);
  }

  private Optional<Model> mendable(String name) {
    return mended.getOrDefault(name, 0) < MOST_TIMES
        ? models.find(name).filter(model -> !(models.state(model) instanceof ModelState.Absent))
        : Optional.empty();
  }

  /**
   * @return whether anything had to be made anew
   */
  private boolean mend(Model model) {
    AtomicBoolean made = new AtomicBoolean();
    try {
      models.ensure(
          model,
          ModelStore.Check.READ,
          null,
          (ModelProgress progress) -> {
            if (progress.phase() == ModelPhase.PREPARING) {
              made.set(true);
            }
          });
      return made.get();
    } catch (ModelUnavailableException e) {
      LOG.warn("the model {} could not be mended: {}", model.name(), e.failure().what());
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  /** Holds the end back while the model is mended. */
  private final class Ear implements WorkerListener {
    private final String model;
    private final WorkerListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean mending;

    Ear(String model, WorkerListener listener) {
      this.model = model;
      this.listener = listener;
    }

    @Override
    public void ended(End end) {
      if (end instanceof End.Failed(JobFailure.ModelMissing missing)) {
        Optional<Model> broken = mendable(model);
        if (broken.isPresent()) {
          mending = true;
          Thread.ofVirtual().name("mending " + model).start(() -> mend(broken.get(), missing));
          return;
        }
      }
      end(end);
    }

    private void mend(Model broken, JobFailure.ModelMissing missing) {
      LOG.warn("the files of {} are looked at: {}", model, missing.reason());
      if (!MendingLauncher.this.mend(broken)) {
        end(new End.Failed(missing));
        return;
      }
      mended.merge(model, 1, Integer::sum);
      if (!ended.get()) {
        listener.noted("A file of the model " + model + " was damaged; it has been made anew.");
      }
      end(new End.Stopped());
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
