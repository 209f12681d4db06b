package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Decision;
import app.headroom.memory.GovernedJob;
import app.headroom.memory.Governor;
import app.headroom.memory.GovernorInput;
import app.headroom.memory.GovernorState;
import app.headroom.memory.JobLimits;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemorySample;
import app.headroom.memory.Sampler;
import app.headroom.memory.Tier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the governor and has the workers do what it decides, at once, on whatever thread brings the
 * news: the sampler's, a worker's, the queue's. So a store that is slow to write, as it is when
 * memory is short, holds up nothing of this.
 *
 * <p>What is decided is carried out in order but with no lock held, for workers have locks of their
 * own: one thread at a time does it, for all others too.
 */
final class Overseer {

  /** A worker under watch; decisions that come before there is a process wait for it. */
  private static final class Ward {
    final int attempt;
    final String engine;
    @Nullable RunningWorker worker;
    Sampler.@Nullable Registration watch;
    final List<Decision> early = new ArrayList<>();
    @Nullable String parkCause;
    long peakBytes;

    Ward(int attempt, String engine) {
      this.attempt = attempt;
      this.engine = engine;
    }
  }

  /** Hears of decisions, once they are carried out; passes them on without waiting. */
  @FunctionalInterface
  interface Told {

    /**
     * @param attempt of the job that it is about, as {@link Attempt#number}; 0 if it is about no
     *     running job
     */
    void told(Instant at, Decision decision, int attempt);
  }

  /** What is known of a worker that is gone. */
  record Seen(long peakBytes, Map<SegmentLength, Long> peaks) {

    /** Who ends a worker over its limit may have looked before the queue was told what was seen. */
    long peakBytes(WorkerListener.End end) {
      return end instanceof WorkerListener.End.Killed(KillCause.OverLimit(long _, long rssBytes))
          ? Math.max(peakBytes, rssBytes)
          : peakBytes;
    }
  }

  private final Sampler sampler;
  private final Told told;
  private final Runnable cleanUpApplication;
  private final InstantSource clock;
  private final Map<JobId, Ward> wards = new HashMap<>();
  private final Queue<Runnable> toDo = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean doing = new AtomicBoolean();
  private GovernorState state = GovernorState.START;
  private MemoryPolicy policy;

  /**
   * @param cleanUpApplication has it done, without waiting for it
   */
  Overseer(
      Sampler sampler,
      MemoryPolicy policy,
      Told told,
      Runnable cleanUpApplication,
      InstantSource clock) {
    this.sampler = sampler;
    this.policy = policy;
    this.told = told;
    this.cleanUpApplication = cleanUpApplication;
    this.clock = clock;
  }

  synchronized GovernorState state() {
    return state;
  }

  /** A worker is about to be started; {@link #attach} follows. */
  void starting(
      JobId job,
      int attempt,
      String engine,
      SegmentLength start,
      JobLimits limits,
      Map<SegmentLength, Long> estimates,
      Instant at) {
    synchronized (this) {
      wards.put(job, new Ward(attempt, engine));
    }
    tell(new GovernorInput.Started(job, engine, start, limits, estimates, at));
  }

  void attach(JobId job, RunningWorker worker) {
    synchronized (this) {
      Ward ward = wards.get(job);
      if (ward == null) {
        return; // over already
      }
      ward.worker = worker;
      if (worker.pid() > 0) {
        ward.watch =
            sampler.watch(
                job,
                worker.pid(),
                policy.limits().killBytes(),
                kill -> kill(worker, kill, ward.attempt));
      }
      ward.early.forEach(decision -> toDo.add(() -> carryOut(decision, worker)));
      ward.early.clear();
    }
    doAll();
  }

  /** On a thread of the sampler's, past all locks. */
  private void kill(RunningWorker worker, Decision.Kill kill, int attempt) {
    worker.kill(new KillCause.OverLimit(kill.limitBytes(), kill.rssBytes()));
    told.told(clock.instant(), kill, attempt);
  }

  void sampled(MemorySample sample) {
    synchronized (this) {
      wards.forEach(
          (id, ward) -> ward.peakBytes = Math.max(ward.peakBytes, sample.job(id).rssBytes()));
    }
    tell(new GovernorInput.Sampled(sample));
  }

  /** Any news. */
  void tell(GovernorInput input) {
    decide(input);
    doAll();
  }

  synchronized Tier tier() {
    return state.tier();
  }

  /** Why the job was told to park, or null if it was not. */
  synchronized @Nullable String parkCause(JobId job) {
    Ward ward = wards.get(job);
    return ward == null ? null : ward.parkCause;
  }

  /** What the worker was seen with; to be asked before {@link #ended}. */
  synchronized Seen seen(JobId job) {
    Ward ward = wards.get(job);
    return new Seen(
        ward == null ? 0 : ward.peakBytes, state.job(job).map(GovernedJob::peaks).orElse(Map.of()));
  }

  /** The worker is gone and the queue has drawn its conclusions. */
  void ended(JobId job, boolean parked, Instant at) {
    synchronized (this) {
      Ward ward = wards.remove(job);
      if (ward != null && ward.watch != null) {
        ward.watch.close();
      }
    }
    tell(new GovernorInput.Ended(job, parked, at));
  }

  void change(MemoryPolicy newPolicy, Instant at) {
    sampler.use(newPolicy);
    synchronized (this) {
      policy = newPolicy;
      wards.forEach(
          (job, ward) -> {
            JobLimits limits = newPolicy.limits().ofJob(ward.engine);
            sampler.setKillBytes(job, limits.killBytes());
            decide(new GovernorInput.LimitsChanged(job, limits, at));
          });
    }
    doAll();
  }

  private synchronized void decide(GovernorInput input) {
    Governor.Step step = Governor.step(state, input, policy);
    state = step.state();
    for (Decision decision : step.decisions()) {
      switch (decision) {
        case Decision.CleanUp cleanUp -> {
          cleanUp.jobs().forEach(job -> obey(job, decision));
          if (cleanUp.application()) {
            toDo.add(cleanUpApplication);
          }
        }
        case Decision.OfJob ofJob -> obey(ofJob.job(), decision);
        case Decision.TierChanged _ -> {}
      }
      Ward ward = decision instanceof Decision.OfJob ofJob ? wards.get(ofJob.job()) : null;
      int attempt = ward == null ? 0 : ward.attempt;
      toDo.add(() -> told.told(input.at(), decision, attempt));
    }
  }

  private void obey(JobId job, Decision decision) {
    Ward ward = wards.get(job);
    if (ward == null) {
      return;
    }
    if (decision instanceof Decision.Park) {
      ward.parkCause = decision.cause().text();
    }
    RunningWorker worker = ward.worker;
    if (worker == null) {
      ward.early.add(decision);
    } else {
      toDo.add(() -> carryOut(decision, worker));
    }
  }

  /** Whoever finds somebody at it leaves it to them. */
  private void doAll() {
    while (!toDo.isEmpty() && doing.compareAndSet(false, true)) {
      try {
        for (Runnable next = toDo.poll(); next != null; next = toDo.poll()) {
          next.run();
        }
      } finally {
        doing.set(false);
      }
    }
  }

  private static void carryOut(Decision decision, RunningWorker worker) {
    switch (decision) {
      case Decision.SetSegment set -> worker.setSegment(set.to());
      case Decision.CleanUp _ -> worker.cleanUp();
      case Decision.Hold _ -> worker.hold();
      case Decision.Unload _ -> worker.unload();
      case Decision.Resume _ -> worker.resume();
      case Decision.Park _ -> worker.stop();
      case Decision.Kill _,
          Decision.Warn _,
          Decision.Report _,
          Decision.Unpark _,
          Decision.TierChanged _ -> {}
    }
  }
}
