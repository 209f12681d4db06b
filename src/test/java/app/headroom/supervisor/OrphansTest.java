package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.job.JobId;
import app.headroom.queue.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OrphansTest {

  private final JobId job = JobId.random();

  private Process orphan;
  private Instant startedAt;

  @BeforeEach
  void start() throws Exception {
    WorkerProgram program = ProcessWorkerLauncherTest.program("silent");
    orphan =
        new ProcessBuilder(
                program.java().toString(),
                "-cp",
                program.classPath(),
                FakeWorker.class.getName(),
                "silent")
            .start();
    startedAt = orphan.info().startInstant().orElseThrow();
    assertThat(orphan.getInputStream().read()).isEqualTo('{');
  }

  @AfterEach
  void end() {
    orphan.destroyForcibly();
  }

  @Test
  void endsTheProcessThatStartedThen() throws Exception {
    assertThat(end(orphan.pid(), startedAt)).isTrue();
    assertThat(orphan.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(end(orphan.pid(), startedAt)).isFalse();
  }

  @Test
  void leavesAnotherProcessOfThatNumberAlone() {
    assertThat(end(orphan.pid(), startedAt.minusSeconds(60))).isFalse();
    assertThat(orphan.isAlive()).isTrue();
  }

  @Test
  void leavesItselfAndStrangersAlone() {
    ProcessHandle self = ProcessHandle.current();
    assertThat(end(self.pid(), self.info().startInstant().orElseThrow())).isFalse();
    assertThat(end(Long.MAX_VALUE, startedAt)).isFalse();
  }

  @Test
  void endsWhatAKilledWorkerHasLeft() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "the system shows no environments");
    Process left = sleeping(Mark.ofWorker(job));
    Process stranger = sleeping(Mark.ofWorker(JobId.random()));
    try {
      assertThat(Orphans.end(job, null)).isTrue();
      assertThat(left.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(Orphans.end(job, null)).isFalse();
    } finally {
      left.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  private static Process sleeping(Mark mark) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "300");
    mark.putInto(builder.environment());
    return builder.start();
  }

  private boolean end(long pid, Instant started) {
    return Orphans.end(job, new Attempt.WorkerProcess(pid, started));
  }
}
