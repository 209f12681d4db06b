package app.headroom.queue;

import static app.headroom.queue.QueueBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.memory.MemoryPolicy;
import app.headroom.queue.QueueCommand.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever users, workers, memory, disks and power cuts do, in whatever order: what is told is what
 * is stored, no job is lost, none is done twice, and each end is told once.
 */
class QueueStateMachineTest {

  private static final int STEPS = 250;

  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 20_261_122, 77_777})
  void randomLives(long seed) {
    Random random = new Random(seed);
    try (QueueBench bench = new QueueBench(folder)) {
      Life life = new Life(bench, random);
      for (int step = 0; step < STEPS; step++) {
        String what = "seed " + seed + ", step " + step + ": " + life.step();
        check(bench, life, what);
      }
      life.comeToAnEnd();
      check(bench, life, "seed " + seed + ", at the end");
      assertThat(bench.queue.snapshot().jobs())
          .as("seed %s", seed)
          .allSatisfy(job -> assertThat(job.state().terminal()).isTrue());
    }
  }

  private static void check(QueueBench bench, Life life, String what) {
    assertThat(bench.launcher.running().stream().map(FakeLauncher.Worker::jobId))
        .as(what)
        .doesNotHaveDuplicates()
        .hasSizeLessThanOrEqualTo(3);
    assertThat(bench.disk.finished.values()).as(what).allMatch(times -> times == 1);
    await(() -> what + "\n" + states(bench), () -> storedEqualsPublished(bench, life));
  }

  private static boolean storedEqualsPublished(QueueBench bench, Life life) {
    bench.awaitQueue();
    List<JobSnapshot> published = bench.queue.snapshot().jobs();
    List<JobSnapshot> stored = bench.stored();
    Set<JobId> ids = new HashSet<>(published.stream().map(JobSnapshot::id).toList());
    return published.stream()
            .map(JobSnapshot::id)
            .toList()
            .equals(stored.stream().map(JobSnapshot::id).toList())
        && published.stream()
            .map(JobSnapshot::state)
            .toList()
            .equals(stored.stream().map(JobSnapshot::state).toList())
        && ids.containsAll(life.known)
        && life.known.size() + life.leaving.size() >= ids.size();
  }

  private static String states(QueueBench bench) {
    StringBuilder text = new StringBuilder();
    bench
        .queue
        .snapshot()
        .jobs()
        .forEach(job -> text.append(job.id()).append(' ').append(job.state()).append('\n'));
    bench
        .stored()
        .forEach(job -> text.append(job.id()).append(' ').append(job.state()).append('\n'));
    return text.toString();
  }

  /** Checks the stream of events as it comes: legal moves, and each end once. */
  private static final class Witness {
    private final Map<JobId, JobState> states = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();

    synchronized void see(QueueEvent event) {
      switch (event) {
        case QueueEvent.Opened(QueueSnapshot queue) -> {
          states.clear();
          queue.jobs().forEach(job -> states.put(job.id(), job.state()));
        }
        case QueueEvent.JobAdded(JobSnapshot job) -> states.put(job.id(), job.state());
        case QueueEvent.JobChanged(JobSnapshot job) -> move(job, false);
        case QueueEvent.JobProgressed(JobSnapshot job) -> move(job, false);
        case QueueEvent.JobEnded(JobSnapshot job) -> move(job, true);
        case QueueEvent.JobRemoved(JobId job) -> {
          JobState last = states.remove(job);
          if (last == null || !last.terminal()) {
            complaints.add(job + " was removed while " + last);
          }
        }
        case QueueEvent.OrderChanged _,
            QueueEvent.MemoryDecided _,
            QueueEvent.JobHappened _,
            QueueEvent.SettingsChanged _,
            QueueEvent.ForecastsChanged _,
            QueueEvent.BatchDone _,
            QueueEvent.AttentionNeeded _ -> {}
      }
    }

    private void move(JobSnapshot job, boolean end) {
      JobState before = states.put(job.id(), job.state());
      boolean legal =
          before != null
              && (before.equals(job.state()) ? !end : before.mayBecome(job.state()))
              && end == (job.state().terminal() && !job.state().equals(before));
      if (!legal) {
        complaints.add(job.id() + " went from " + before + " to " + job.state() + ", end " + end);
      }
    }

    synchronized List<String> complaints() {
      return List.copyOf(complaints);
    }
  }

  private static final class Life {
    private final QueueBench bench;
    private final Random random;
    private final Set<JobId> known = new HashSet<>();
    private final Set<JobId> leaving = new HashSet<>();
    private Witness witness = new Witness();
    private int songs;

    Life(QueueBench bench, Random random) {
      this.bench = bench;
      this.random = random;
      bench.queue.subscribe(witness::see);
    }

    String step() {
      int dice = random.nextInt(100);
      if (dice < 45) {
        return work();
      }
      if (dice < 80) {
        return ask();
      }
      if (dice < 95) {
        return trouble();
      }
      return restart();
    }

    private String work() {
      List<FakeLauncher.Worker> running = bench.launcher.running();
      if (running.isEmpty()) {
        return ask();
      }
      FakeLauncher.Worker worker = pick(running);
      int steps = 1 + random.nextInt(4);
      worker.steps(steps);
      return "worked " + steps + " on " + worker.jobId();
    }

    private String ask() {
      QueueCommand command = command();
      if (command instanceof QueueCommand.Remove(Selection.Some(List<JobId> ids))) {
        leaving.addAll(ids);
        known.removeAll(ids);
      }
      Answer answer = bench.ask(command);
      switch (answer) {
        case Answer.Submitted(List<Answer.SongOutcome> outcomes) -> {
          for (Answer.SongOutcome outcome : outcomes) {
            if (outcome instanceof Answer.SongOutcome.Added(JobId id, Path _)) {
              known.add(id);
            }
          }
        }
        case Answer.Done done -> {
          if (command instanceof QueueCommand.ClearFinished) {
            known.removeAll(done.jobs());
          }
        }
        case Answer.Unable unable -> throw new AssertionError(unable.reason());
      }
      return command.toString();
    }

    private QueueCommand command() {
      List<JobId> jobs = bench.order();
      if (jobs.isEmpty() || random.nextInt(4) == 0) {
        List<Submission> submissions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          submissions.add(new Submission(bench.request("song-" + songs++), QueueBench.source()));
        }
        return new QueueCommand.Submit(submissions);
      }
      Selection some = Selection.of(pick(jobs), pick(jobs));
      return switch (random.nextInt(9)) {
        case 0, 1 -> new QueueCommand.Pause(some);
        case 2, 3 -> new QueueCommand.Resume(random.nextBoolean() ? some : Selection.all());
        case 4 -> new QueueCommand.Cancel(some);
        case 5 -> new QueueCommand.Retry(random.nextBoolean() ? some : Selection.all());
        case 6 -> new QueueCommand.Remove(some);
        case 7 -> new QueueCommand.Move(List.of(pick(jobs)), random.nextInt(jobs.size() + 1));
        default -> new QueueCommand.ClearFinished();
      };
    }

    private String trouble() {
      List<FakeLauncher.Worker> running = bench.launcher.running();
      int kind = random.nextInt(6);
      if (kind < 4 && running.isEmpty()) {
        return "no trouble";
      }
      switch (kind) {
        case 0 -> pick(running).crash();
        case 1 -> pick(running).kill(new KillCause.OverLimit(4_096_000_000L, 5_000_000_000L));
        case 2 -> pick(running).fail(new JobFailure.DiskFull(bench.folder, 1000, 10));
        case 3 -> pick(running).kill(new KillCause.Unresponsive("silent"));
        case 4 -> bench.probe.usedPercent(List.of(20, 20, 72, 80, 95).get(random.nextInt(5)));
        default -> {
          QueueSettings settings = QueueSettings.DEFAULT;
          MemoryPolicy policy = settings.memory();
          MemoryPolicy.Limits limits =
              policy
                  .limits()
                  .withJobsAtOnce(1 + random.nextInt(3))
                  .withBudgetBytes(
                      MemoryPolicy.MEGABYTE * List.of(200, 500, 2048).get(random.nextInt(3)));
          bench.queue.change(QueueBench.fast(settings.with(policy.withLimits(limits))));
        }
      }
      return "trouble " + kind;
    }

    private String restart() {
      assertWitness();
      boolean crash = random.nextBoolean();
      if (crash) {
        bench.crash();
      } else {
        bench.reopen();
      }
      witness = new Witness();
      bench.queue.subscribe(witness::see);
      return crash ? "crashed" : "reopened";
    }

    private void assertWitness() {
      assertThat(witness.complaints()).isEmpty();
    }

    /** With memory, room and patience, all is done. */
    void comeToAnEnd() {
      bench.probe.usedPercent(20);
      bench.queue.change(bench.settings);
      await(
          () -> "not all came to an end\n" + states(bench),
          () -> {
            bench.ask(new QueueCommand.Resume(Selection.all()));
            bench.launcher.running().forEach(FakeLauncher.Worker::step);
            return bench.queue.snapshot().jobs().stream().allMatch(job -> job.state().terminal());
          });
      bench.queue.close();
      assertWitness();
      bench.reopen();
    }

    private <T> T pick(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }
}
