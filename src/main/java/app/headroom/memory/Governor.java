package app.headroom.memory;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done about memory: a pure function from its state and an input to a new
 * state and decisions. It has no thread, no clock and no files; the queue's thread feeds it.
 *
 * <p>It never ends a process that grows too far; {@link KillRule} does, on the sampler's thread.
 */
public final class Governor {

  /** The outcome of one input. Decisions are to be carried out in order. */
  public record Step(GovernorState state, List<Decision> decisions) {
    public Step {
      decisions = List.copyOf(decisions);
    }
  }

  private final MemoryPolicy policy;
  private final List<Decision> decisions = new ArrayList<>();
  private final List<GovernedJob> jobs;
  private final List<JobId> parked;
  private TierTracker tracker;
  private @Nullable MemorySample latest;
  private @Nullable Instant notCriticalSince;
  private @Nullable Instant lastResumed;

  private Governor(GovernorState state, MemoryPolicy policy) {
    this.policy = policy;
    jobs = new ArrayList<>(state.jobs());
    parked = new ArrayList<>(state.parked());
    tracker = state.tracker();
    latest = state.latest();
    notCriticalSince = state.notCriticalSince();
    lastResumed = state.lastResumed();
  }

  /** Inputs about jobs that are not known (any more) change nothing. */
  public static Step step(GovernorState state, GovernorInput input, MemoryPolicy policy) {
    Governor governor = new Governor(state, policy);
    governor.take(input);
    return new Step(
        new GovernorState(
            governor.tracker,
            governor.latest,
            governor.notCriticalSince,
            governor.lastResumed,
            governor.jobs,
            governor.parked),
        governor.decisions);
  }

  private void take(GovernorInput input) {
    switch (input) {
      case GovernorInput.Sampled sampled -> sampled(sampled.sample());
      case GovernorInput.Started started -> {
        jobs.removeIf(job -> job.id().equals(started.job()));
        parked.remove(started.job());
        jobs.add(
            new GovernedJob(
                started.job(),
                started.limits(),
                RungControl.of(started.engine(), started.start(), started.estimates()),
                new Pause.Working(false),
                false,
                0));
      }
      case GovernorInput.LimitsChanged changed -> {
        int index = indexOf(changed.job());
        if (index >= 0) {
          GovernedJob job = jobs.get(index).with(changed.limits());
          jobs.set(index, applied(job, job.rungs().limited(job.limits(), policy)));
        }
      }
      case GovernorInput.SegmentFinished finished -> {
        int index = indexOf(finished.job());
        if (index >= 0) {
          jobs.set(index, segmentFinished(jobs.get(index), finished.length()));
        }
      }
      case GovernorInput.Held held -> {
        int index = indexOf(held.job());
        if (index >= 0 && jobs.get(index).pause() instanceof Pause.Holding) {
          jobs.set(index, jobs.get(index).with(new Pause.Held(held.at())));
        }
      }
      case GovernorInput.Unloaded unloaded -> {
        int index = indexOf(unloaded.job());
        if (index >= 0 && jobs.get(index).pause() instanceof Pause.Unloading) {
          jobs.set(index, jobs.get(index).with(new Pause.Unloaded(unloaded.at())));
        }
      }
      case GovernorInput.Ended ended -> {
        jobs.removeIf(job -> job.id().equals(ended.job()));
        if (ended.parked()) {
          park(ended.job());
        }
      }
      case GovernorInput.FoundParked found -> park(found.job());
      case GovernorInput.Forgotten forgotten -> parked.remove(forgotten.job());
    }
  }

  private void sampled(MemorySample sample) {
    latest = sample;
    Tier before = tracker.tier();
    tracker = tracker.next(sample, policy.tiers());
    Tier now = tracker.tier();
    if (now == Tier.CRITICAL) {
      notCriticalSince = null;
    } else if (notCriticalSince == null) {
      notCriticalSince = sample.at();
    }
    if (now != before) {
      Cause cause = TierTracker.cause(now, sample, policy.tiers());
      decisions.add(new Decision.TierChanged(before, now, cause));
      if (now.compareTo(before) > 0) {
        decisions.add(
            new Decision.CleanUp(
                jobs.stream().filter(job -> !job.paused()).map(GovernedJob::id).toList(),
                true,
                cause));
      }
    }
    jobs.replaceAll(job -> sampled(job, sample));
    unpark(sample);
  }

  private GovernedJob sampled(GovernedJob job, MemorySample sample) {
    GovernedJob next = job;
    long rssBytes = sample.job(job.id()).rssBytes();
    if (!next.warned() && rssBytes >= policy.limits().warningBytes()) {
      decisions.add(
          new Decision.Warn(
              job.id(), new Cause.OwnFootprint(rssBytes, policy.limits().warningBytes())));
      next = next.withWarning();
    }
    if (next.pause() instanceof Pause.Working || next.pause() instanceof Pause.Holding) {
      next = applied(next, next.rungs().sampled(sample, rssBytes, next.limits(), policy));
    }
    return tracker.tier() == Tier.CRITICAL ? oneStepDown(next, sample) : goingOn(next, sample);
  }

  /** The stairs of the CRITICAL tier: stop, unload, park. */
  private GovernedJob oneStepDown(GovernedJob job, MemorySample sample) {
    Cause cause = TierTracker.cause(Tier.CRITICAL, sample, policy.tiers());
    return switch (job.pause()) {
      case Pause.Working working when working.owesSegment() -> job;
      case Pause.Working _ -> {
        decisions.add(new Decision.Hold(job.id(), cause));
        yield job.with(new Pause.Holding());
      }
      case Pause.Held held when waited(held.since(), sample) -> {
        decisions.add(new Decision.Unload(job.id(), cause));
        yield job.with(new Pause.Unloading());
      }
      case Pause.Unloaded unloaded when waited(unloaded.since(), sample) -> {
        decisions.add(new Decision.Park(job.id(), cause));
        yield job.with(new Pause.Parking());
      }
      case Pause.Held _, Pause.Unloaded _, Pause.Holding _, Pause.Unloading _, Pause.Parking _ ->
          job;
    };
  }

  /** Below CRITICAL: paused jobs go on, one at a time, so that they don't bring it back at once. */
  private GovernedJob goingOn(GovernedJob job, MemorySample sample) {
    return switch (job.pause()) {
      case Pause.Working _, Pause.Parking _ -> job;
      case Pause.Holding _, Pause.Held _, Pause.Unloading _, Pause.Unloaded _ -> {
        if (lastResumed != null && !waited(lastResumed, sample)) {
          yield job;
        }
        lastResumed = sample.at();
        decisions.add(new Decision.Resume(job.id(), TierTracker.used(sample)));
        yield job.with(new Pause.Working(true)).with(job.rungs().paused());
      }
    };
  }

  private void unpark(MemorySample sample) {
    if (notCriticalSince != null
        && !parked.isEmpty()
        && passed(notCriticalSince, sample.at(), policy.pauses().unparkAfter())) {
      decisions.add(new Decision.Unpark(parked.removeFirst(), TierTracker.used(sample)));
      // the next one waits as long again: the first must have had the time to take its memory
      notCriticalSince = sample.at();
    }
  }

  private GovernedJob segmentFinished(GovernedJob job, SegmentLength length) {
    GovernedJob next =
        applied(job, job.rungs().finished(length, latest, job.limits(), policy))
            .withOneSegmentMore();
    if (next.pause() instanceof Pause.Working working && working.owesSegment()) {
      next = next.with(new Pause.Working(false));
    }
    if (latest != null && next.segments() % policy.sampling().reportSegments() == 0) {
      decisions.add(
          new Decision.Report(
              job.id(),
              next.segments(),
              latest.job(job.id()).rssBytes(),
              TierTracker.used(latest)));
    }
    return next;
  }

  private GovernedJob applied(GovernedJob job, RungControl.Change change) {
    SegmentLength to = change.to();
    Cause cause = change.cause();
    if (to != null && cause != null) {
      decisions.add(new Decision.SetSegment(job.id(), job.segment(), to, cause));
    }
    return job.with(change.next());
  }

  private void park(JobId job) {
    if (!parked.contains(job)) {
      parked.add(job);
    }
  }

  private boolean waited(Instant since, MemorySample sample) {
    return passed(since, sample.at(), policy.pauses().criticalWait());
  }

  /** Whichever way the time went: a clock that was set back must not make a pause last. */
  private static boolean passed(Instant since, Instant now, Duration wait) {
    return Duration.between(since, now).abs().compareTo(wait) >= 0;
  }

  private int indexOf(JobId id) {
    for (int i = 0; i < jobs.size(); i++) {
      if (jobs.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
