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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the governor and has the workers do what it decides, at once, on whatever thread brings the
 * news: the sampler's, a worker's, the queue's. So a store that is slow to write, as it is when
 * memory is short, holds up nothing of this.
 */
final class Overseer {

  /** A worker under watch; decisions that come before there is a process wait for it. */
  private static final class Ward {
    @Nullable RunningWorker worker;
    Sampler.@Nullable Registration watch;
    final List<Decision> early = new ArrayList<>();
    @Nullable String parkCause;
    long peakBytes;
  }

  /** What is known of a worker that is gone. */
  record Seen(long peakBytes, Map<SegmentLength, Long> peaks) {}

  private final Sampler sampler;
  private final BiConsumer<Instant, Decision> told;
  private final Runnable cleanUpApplication;
  private final InstantSource clock;
  private final Map<JobId, Ward> wards = new HashMap<>();
  private GovernorState state = GovernorState.START;
  private MemoryPolicy policy;

  /**
   * @param told of every decision, once it is carried out; it may be called with a lock held, so it
   *     only passes on
   * @param cleanUpApplication the same
   */
  Overseer(
      Sampler sampler,
      MemoryPolicy policy,
      BiConsumer<Instant, Decision> told,
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

  synchronized void sampled(MemorySample sample) {
    wards.forEach(
        (id, ward) -> ward.peakBytes = Math.max(ward.peakBytes, sample.job(id).rssBytes()));
    tell(new GovernorInput.Sampled(sample));
  }

  /** A worker is about to be started; {@link #attach} follows. */
  synchronized void starting(
      JobId job,
      SegmentLength start,
      JobLimits limits,
      Map<SegmentLength, Long> estimates,
      Instant at) {
    wards.put(job, new Ward());
    tell(new GovernorInput.Started(job, start, limits, estimates, at));
  }

  synchronized void attach(JobId job, RunningWorker worker) {
    Ward ward = wards.get(job);
    if (ward == null) {
      return; // over already
    }
    ward.worker = worker;
    if (worker.pid() > 0) {
      long killBytes = policy.limits().ofJob().killBytes();
      ward.watch =
          sampler.watch(
              job,
              worker.pid(),
              killBytes,
              kill -> {
                worker.kill(new KillCause.OverLimit(kill.limitBytes(), kill.rssBytes()));
                told.accept(clock.instant(), kill);
              });
    }
    ward.early.forEach(decision -> carryOut(decision, worker));
    ward.early.clear();
  }

  /** Any news from a worker. */
  synchronized void tell(GovernorInput input) {
    Governor.Step step = Governor.step(state, input, policy);
    state = step.state();
    for (Decision decision : step.decisions()) {
      obey(decision);
      told.accept(input.at(), decision);
    }
  }

  /** Why the job was told to park, or null if it was not. */
  synchronized @Nullable String parkCause(JobId job) {
    Ward ward = wards.get(job);
    return ward == null ? null : ward.parkCause;
  }

  synchronized Optional<GovernedJob> governed(JobId job) {
    return state.job(job);
  }

  /** What the worker was seen with; to be asked before {@link #ended}. */
  synchronized Seen seen(JobId job) {
    Ward ward = wards.get(job);
    return new Seen(
        ward == null ? 0 : ward.peakBytes, state.job(job).map(GovernedJob::peaks).orElse(Map.of()));
  }

  /** The worker is gone and the queue has drawn its conclusions. */
  synchronized void ended(JobId job, boolean parked, Instant at) {
    Ward ward = wards.remove(job);
    if (ward != null && ward.watch != null) {
      ward.watch.close();
    }
    tell(new GovernorInput.Ended(job, parked, at));
  }

  synchronized void change(MemoryPolicy newPolicy, Instant at) {
    policy = newPolicy;
    sampler.use(newPolicy);
    JobLimits limits = newPolicy.limits().ofJob();
    for (JobId job : List.copyOf(wards.keySet())) {
      sampler.setKillBytes(job, limits.killBytes());
      tell(new GovernorInput.LimitsChanged(job, limits, at));
    }
  }

  private void obey(Decision decision) {
    switch (decision) {
      case Decision.CleanUp cleanUp -> {
        cleanUp.jobs().forEach(job -> obey(job, decision));
        if (cleanUp.application()) {
          cleanUpApplication.run();
        }
      }
      case Decision.OfJob ofJob -> obey(ofJob.job(), decision);
      case Decision.TierChanged _ -> {}
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
    if (ward.worker == null) {
      ward.early.add(decision);
    } else {
      carryOut(decision, ward.worker);
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
