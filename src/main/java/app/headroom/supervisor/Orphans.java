package app.headroom.supervisor;

import app.headroom.job.JobId;
import app.headroom.queue.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends workers that an application left behind when it was killed. They end by themselves when
 * their input ends; this is for the one that hangs, and for a command whose worker was killed too.
 */
public final class Orphans {

  private static final Duration ENDING = Duration.ofMillis(900);

  /** The system counts from its start, whose own time it tells to the second only. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private Orphans() {}

  /**
   * Ends the job's worker, if the process of that id still is the one that started then, and what
   * workers of this job have left, such as a command that outlived one; blocks at most about two
   * seconds.
   *
   * @param worker null where it is not known
   * @return whether there was anything
   */
  public static boolean end(JobId job, Attempt.@Nullable WorkerProcess worker) {
    boolean tree = worker != null && end(worker.pid(), worker.startedAt());
    return ProcessTree.end(Mark.ofJob(job), ENDING) || tree;
  }

  /**
   * Ends a command that a worker had noted down, if the process of that id still is the one that
   * started then. Where the system shows no environments, a command is found by nothing else.
   * Blocks at most about a second.
   *
   * @return whether there was one
   */
  public static boolean endCommand(long pid, Instant startedAt) {
    Optional<ProcessHandle> orphan =
        ProcessHandle.of(pid)
            .filter(process -> pid != ProcessHandle.current().pid())
            .filter(process -> startedThen(process, startedAt));
    orphan.ifPresent(process -> endTree(process, startedAt));
    return orphan.isPresent();
  }

  private static boolean end(long pid, Instant startedAt) {
    Optional<ProcessHandle> orphan =
        ProcessHandle.of(pid)
            .filter(process -> pid != ProcessHandle.current().pid())
            .filter(process -> startedThen(process, startedAt))
            .filter(Orphans::isOurs);
    orphan.ifPresent(process -> endTree(process, startedAt));
    return orphan.isPresent();
  }

  private static void endTree(ProcessHandle root, Instant startedAt) {
    ProcessTree.end(root, root.info().startInstant().orElse(startedAt), null, ENDING);
  }

  private static boolean startedThen(ProcessHandle process, Instant startedAt) {
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, startedAt).abs().compareTo(START_TOLERANCE) <= 0)
        .isPresent();
  }

  /** Where the system shows what a process was started as, it is one of our workers. */
  private static boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().map(line -> line.contains("app.headroom.")).orElse(true);
  }
}
