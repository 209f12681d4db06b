package app.headroom.memory;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.DoubleUnaryOperator;

/**
 * A machine with other programs and with workers that obey as real ones do: at segment boundaries,
 * and sometimes one segment late. Governor and admission run it; what must always hold is asserted
 * at every step.
 */
final class SimulatedMachine {

  static final double STEP_SECONDS = 0.05;
  private static final int STEPS_PER_SAMPLE = 5;
  private static final long BARE_BYTES = 60 * Samples.MB;

  /** A decision and when it was made. */
  record Made(double atSeconds, Decision decision) {}

  /**
   * The end of a segment.
   *
   * @param start where its attempt began
   */
  record Done(
      JobId job, double atSeconds, SegmentLength start, SegmentLength length, long peakBytes) {}

  private enum Phase {
    LOADING,
    WORKING,
    HELD,
    UNLOADED
  }

  private final class Worker {
    final JobId id;
    final double truth;
    final SegmentLength start;
    final Deque<Decision> mailbox = new ArrayDeque<>();
    Phase phase = Phase.LOADING;
    double phaseSeconds = 1;
    double leftSeconds = phaseSeconds;
    SegmentLength segment;
    long peakBytes;
    boolean ended;

    Worker(JobId id, double truth, SegmentLength start) {
      this.id = id;
      this.truth = truth;
      this.start = start;
      this.segment = start;
    }

    long rssBytes() {
      long loaded = Math.round(0.6 * peak(SegmentLength.SHORTEST));
      double share = 1 - leftSeconds / phaseSeconds;
      return switch (phase) {
        case LOADING -> BARE_BYTES + Math.round((loaded - BARE_BYTES) * share);
        case WORKING -> loaded + Math.round((peak(segment) - loaded) * Math.min(1, 3 * share));
        case HELD -> loaded - loaded / 5;
        case UNLOADED -> BARE_BYTES;
      };
    }

    private long peak(SegmentLength length) {
      return Math.round(costs.peakBytes(KEY, length) * truth);
    }

    void step() {
      peakBytes = Math.max(peakBytes, rssBytes());
      switch (phase) {
        case LOADING, WORKING -> {
          leftSeconds -= STEP_SECONDS;
          if (leftSeconds <= 0) {
            boundary(phase == Phase.WORKING);
          }
        }
        case HELD, UNLOADED -> obey();
      }
    }

    private void boundary(boolean finished) {
      // the answer to what is told now may come too late for the next segment
      boolean late = random.nextBoolean();
      if (late) {
        Deque<Decision> before = new ArrayDeque<>(mailbox);
        mailbox.clear();
        told(finished);
        Deque<Decision> after = new ArrayDeque<>(mailbox);
        mailbox.clear();
        mailbox.addAll(before);
        next();
        mailbox.addAll(after);
      } else {
        told(finished);
        next();
      }
    }

    private void told(boolean finished) {
      if (finished) {
        double doneSeconds = restSeconds.merge(id, -0.75 * segment.seconds(), Double::sum);
        done.add(new Done(id, seconds, start, segment, peakBytes));
        peakBytes = 0;
        checkBudgetOfSegments(id);
        feed(new GovernorInput.SegmentFinished(id, segment, now()));
        ended |= doneSeconds <= 0;
      }
    }

    private void next() {
      if (ended) {
        feed(new GovernorInput.Ended(id, false, now()));
        return;
      }
      phase = Phase.WORKING;
      obey();
      if (!ended && phase == Phase.WORKING) {
        begin(Phase.WORKING, segment.seconds() * 0.3);
      } else if (phase == Phase.HELD) {
        feed(new GovernorInput.Held(id, now()));
      }
    }

    private void obey() {
      while (!mailbox.isEmpty() && !ended) {
        switch (mailbox.remove()) {
          case Decision.SetSegment set -> segment = set.to();
          case Decision.Hold _ -> phase = Phase.HELD;
          case Decision.Unload _ -> {
            assertThat(phase).isEqualTo(Phase.HELD);
            phase = Phase.UNLOADED;
            feed(new GovernorInput.Unloaded(id, now()));
          }
          case Decision.Resume _ -> {
            if (phase == Phase.UNLOADED) {
              begin(Phase.LOADING, 1);
            } else if (phase == Phase.HELD) {
              begin(Phase.WORKING, segment.seconds() * 0.3);
            }
          }
          case Decision.Park _ -> {
            ended = true;
            feed(new GovernorInput.Ended(id, true, now()));
          }
          case Decision.CleanUp _,
              Decision.TierChanged _,
              Decision.Warn _,
              Decision.Unpark _,
              Decision.Kill _,
              Decision.Report _ -> {}
        }
      }
    }

    private void begin(Phase newPhase, double newSeconds) {
      phase = newPhase;
      phaseSeconds = newSeconds;
      leftSeconds = newSeconds;
    }
  }

  static final CostKey KEY = new CostKey(CostKey.BUILT_IN, "htdemucs", Precision.INT8);

  final List<Made> made = new ArrayList<>();
  final List<Done> done = new ArrayList<>();
  final Map<JobId, Double> restSeconds = new HashMap<>();
  private final Map<JobId, SegmentChoice> choices = new HashMap<>();
  double worstUsedPercent;

  private final Random random;
  private final long totalBytes;
  private final long applicationBytes;
  private final MemoryPolicy policy;
  private final DoubleUnaryOperator othersPercent;
  private final CostModel costs = CostModel.shipped();
  private final Map<JobId, Double> truths = new HashMap<>();
  private final List<JobId> waiting = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private GovernorState state = GovernorState.START;
  private double seconds;

  /**
   * @param othersPercent what other programs use at a second
   */
  SimulatedMachine(
      long seed,
      long totalBytes,
      long applicationBytes,
      MemoryPolicy policy,
      DoubleUnaryOperator othersPercent) {
    random = new Random(seed);
    this.totalBytes = totalBytes;
    this.applicationBytes = applicationBytes;
    this.policy = policy;
    this.othersPercent = othersPercent;
  }

  /**
   * @param truth how much the job takes, as a share of its estimate
   */
  JobId submit(double audioSeconds, double truth) {
    JobId id = new JobId(new UUID(random.nextLong(), random.nextLong()).toString());
    restSeconds.put(id, audioSeconds);
    choices.put(
        id,
        random.nextBoolean()
            ? new SegmentChoice.Auto()
            : new SegmentChoice.Fixed(policy.segments().ladder().highest()));
    truths.put(id, truth);
    waiting.add(id);
    return id;
  }

  boolean allDone() {
    return waiting.isEmpty() && workers.isEmpty() && state.parked().isEmpty();
  }

  double seconds() {
    return seconds;
  }

  GovernorState state() {
    return state;
  }

  int running() {
    return workers.size();
  }

  void runFor(double moreSeconds) {
    double until = seconds + moreSeconds;
    while (seconds < until) {
      sampleAndSteps();
    }
  }

  void runUntilDone(double mostSeconds) {
    double until = seconds + mostSeconds;
    while (!allDone()) {
      assertThat(seconds)
          .as("still waiting " + waiting.size() + ", state " + state)
          .isLessThan(until);
      sampleAndSteps();
    }
  }

  private void sampleAndSteps() {
    MemorySample sample = sample();
    worstUsedPercent = Math.max(worstUsedPercent, sample.usedPercent());
    feed(new GovernorInput.Sampled(sample));
    admit(sample);
    for (int i = 0; i < STEPS_PER_SAMPLE; i++) {
      List.copyOf(workers).forEach(Worker::step);
      workers.removeIf(worker -> worker.ended);
      workers.forEach(this::checkBudget);
      seconds += STEP_SECONDS;
    }
  }

  private void admit(MemorySample sample) {
    for (JobId id : List.copyOf(waiting)) {
      Candidate candidate =
          new Candidate(
              id,
              KEY,
              Objects.requireNonNull(choices.get(id)),
              null,
              restSeconds.get(id),
              new Overlap.Share(0.25),
              2,
              4,
              1,
              policy.limits().ofJob(CostKey.BUILT_IN));
      if (Admission.of(candidate, state, sample, costs, policy)
          instanceof Admission.Admit admitted) {
        SegmentLength start = admitted.forecast().segment();
        waiting.remove(id);
        workers.add(new Worker(id, truths.getOrDefault(id, 1.0), start));
        feed(
            new GovernorInput.Started(
                id,
                CostKey.BUILT_IN,
                start,
                policy.limits().ofJob(CostKey.BUILT_IN),
                costs.peaks(KEY, policy.segments().ladder().from(start)),
                now()));
      }
    }
  }

  private MemorySample sample() {
    long used =
        applicationBytes
            + Math.round(totalBytes * othersPercent.applyAsDouble(seconds) / 100)
            + workers.stream().mapToLong(Worker::rssBytes).sum();
    Map<JobId, TreeMemory> jobs = new HashMap<>();
    workers.forEach(
        worker -> jobs.put(worker.id, new TreeMemory(worker.rssBytes(), worker.rssBytes(), 1)));
    return new MemorySample(
        now(),
        new Capacity(totalBytes, totalBytes - used),
        null,
        0,
        0,
        null,
        SystemSignal.NONE,
        new TreeMemory(applicationBytes, applicationBytes, 1),
        jobs,
        List.of());
  }

  private void feed(GovernorInput input) {
    Governor.Step step = Governor.step(state, input, policy);
    state = step.state();
    for (Decision decision : step.decisions()) {
      made.add(new Made(seconds, decision));
      assertThat(decision.text()).isNotBlank();
      switch (decision) {
        case Decision.Unpark unpark -> waiting.add(unpark.job());
        case Decision.OfJob ofJob ->
            workers.stream()
                .filter(worker -> worker.id.equals(ofJob.job()))
                .forEach(worker -> worker.mailbox.add(decision));
        case Decision.CleanUp _, Decision.TierChanged _ -> {}
      }
    }
  }

  /** Where a lower rung exists, a job whose estimates hold never exceeds its budget. */
  private void checkBudget(Worker worker) {
    assertThat(
            worker.truth <= 1.05
                && worker.rssBytes() > policy.limits().budgetBytes()
                && !policy.segments().ladder().isLowest(worker.segment))
        .as("above the budget with " + worker.rssBytes())
        .isFalse();
  }

  /** And one that takes more than its estimates leaves the rung when that was seen. */
  private void checkBudgetOfSegments(JobId id) {
    List<Done> last = done.stream().filter(segment -> segment.job().equals(id)).toList();
    last = last.subList(Math.max(0, last.size() - 3), last.size());
    assertThat(last.stream().filter(this::aboveBudgetForNothing).count())
        .as("of three segments in a row, above the budget though a lower rung exists: " + last)
        .isLessThan(3);
  }

  private boolean aboveBudgetForNothing(Done segment) {
    return segment.peakBytes() > policy.limits().budgetBytes()
        && !policy.segments().ladder().isLowest(segment.length());
  }

  private Instant now() {
    return Samples.START.plusMillis(Math.round(seconds * 1000));
  }
}
