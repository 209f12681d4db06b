package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.queue.SourceProbe.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProbeWorkerTest {

  @TempDir Path folder;

  @Test
  void oneProcessAnswersManyFiles() throws Exception {
    try (ProbeWorker worker = worker(Duration.ofMinutes(1), Duration.ofMinutes(1))) {
      long first = pidOf(worker.probe(folder.resolve("a.mp3")));
      assertThat(worker.probe(folder.resolve("bad.mp3")))
          .isEqualTo(new Answer.Rejected(new JobFailure.UnreadableAudio("bad", "Drop it.")));
      assertThat(pidOf(worker.probe(folder.resolve("b.mp3")))).isEqualTo(first);
    }
  }

  @Test
  void aFileThatCrashesTheProcessIsRejectedAndTheNextIsRead() throws Exception {
    try (ProbeWorker worker = worker(Duration.ofMinutes(1), Duration.ofMinutes(1))) {
      long first = pidOf(worker.probe(folder.resolve("a.mp3")));
      assertUnreadable(worker.probe(folder.resolve("crash.mp3")));
      assertThat(pidOf(worker.probe(folder.resolve("b.mp3")))).isNotEqualTo(first);
    }
  }

  @Test
  void aFileThatHangsTheProcessIsRejectedAndTheNextIsRead() throws Exception {
    try (ProbeWorker worker = worker(Duration.ofSeconds(4), Duration.ofMinutes(1))) {
      long first = pidOf(worker.probe(folder.resolve("a.mp3")));
      assertUnreadable(worker.probe(folder.resolve("hang.mp3")));
      ProcessWorkerLauncherTest.assertGone(first);
      assertThat(pidOf(worker.probe(folder.resolve("b.mp3")))).isNotEqualTo(first);
    }
  }

  @Test
  void aFileThatFillsTheMemoryIsRejectedAndTheNextIsRead() throws Exception {
    try (ProbeWorker worker = worker(Duration.ofMinutes(1), Duration.ofMinutes(1))) {
      long first = pidOf(worker.probe(folder.resolve("a.mp3")));
      Answer answer = worker.probe(folder.resolve("swell.mp3"));
      assertUnreadable(answer);
      assertThat(((Answer.Rejected) answer).why().what()).contains("more than 600 MB of memory");
      ProcessWorkerLauncherTest.assertGone(first);
      assertThat(pidOf(worker.probe(folder.resolve("b.mp3")))).isNotEqualTo(first);
    }
  }

  @Test
  void theProcessEndsWhenNothingComes() throws Exception {
    try (ProbeWorker worker = worker(Duration.ofMinutes(1), Duration.ofMillis(300))) {
      awaitEnd(pidOf(worker.probe(folder.resolve("a.mp3"))));
    }
  }

  @Test
  void closingDoesNotWaitForAFileThatHangs() throws Exception {
    ProbeWorker worker = worker(Duration.ofMinutes(2), Duration.ofMinutes(1));
    long pid = pidOf(worker.probe(folder.resolve("a.mp3")));
    CompletableFuture<Answer> hanging = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    hanging.complete(worker.probe(folder.resolve("hang.mp3")));
                  } catch (InterruptedException e) {
                    hanging.completeExceptionally(e);
                  }
                });
    awaitWaiting(waiting);
    CompletableFuture.runAsync(worker::close).get(60, TimeUnit.SECONDS);
    assertThat(hanging.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Rejected.class);
    awaitEnd(pid);
    assertThat(worker.probe(folder.resolve("b.mp3"))).isInstanceOf(Answer.Rejected.class);
  }

  @Test
  void whoGivesUpWaitingLeavesTheNextFileAProcessThatAnswers() throws Exception {
    try (ProbeWorker worker = worker(Duration.ofMinutes(2), Duration.ofMinutes(1))) {
      long first = pidOf(worker.probe(folder.resolve("a.mp3")));
      Thread waiting =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      Answer _ = worker.probe(folder.resolve("hang.mp3"));
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      awaitWaiting(waiting);
      waiting.interrupt();
      assertThat(waiting.join(Duration.ofSeconds(60))).isTrue();
      assertThat(pidOf(worker.probe(folder.resolve("b.mp3")))).isNotEqualTo(first);
    }
  }

  @Test
  void closingEndsTheProcess() throws Exception {
    long pid;
    try (ProbeWorker worker = worker(Duration.ofMinutes(1), Duration.ofMinutes(1))) {
      pid = pidOf(worker.probe(folder.resolve("a.mp3")));
    }
    awaitEnd(pid);
  }

  @Test
  void theProcessIsThereBeforeTheFirstFile() throws Exception {
    Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
    ProbeWorker worker = worker(Duration.ofMinutes(1), Duration.ofMinutes(1));
    worker.getReady();
    long ready = -1;
    while (ready < 0) { // bounded by the test's own time
      LockSupport.parkNanos(1_000_000);
      ready =
          ProcessHandle.current()
              .children()
              .filter(child -> !before.contains(child))
              .mapToLong(ProcessHandle::pid)
              .findFirst()
              .orElse(-1);
    }
    assertThat(pidOf(worker.probe(folder.resolve("a.mp3")))).isEqualTo(ready);
    worker.close();
    awaitEnd(ready);
    worker.getReady();
    assertThat(worker.probe(folder.resolve("b.mp3"))).isInstanceOf(Answer.Rejected.class);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private ProbeWorker worker(Duration answer, Duration idle) {
    return new ProbeWorker(ProcessWorkerLauncherTest.program("probes"), folder, answer, idle);
  }

  private static void assertUnreadable(Answer answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Rejected.class,
            rejected -> assertThat(rejected.why()).isInstanceOf(JobFailure.UnreadableAudio.class));
  }

  /** The fake one tells its process id as the container. */
  private static long pidOf(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Accepted.class);
    return Long.parseLong(((Answer.Accepted) answer).source().container());
  }

  private static void awaitEnd(long pid) throws Exception {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(60, TimeUnit.SECONDS);
    }
  }
}
