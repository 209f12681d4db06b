package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OrphansTest {

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
    assertThat(Orphans.end(orphan.pid(), startedAt)).isTrue();
    assertThat(orphan.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Orphans.end(orphan.pid(), startedAt)).isFalse();
  }

  @Test
  void leavesAnotherProcessOfThatNumberAlone() {
    assertThat(Orphans.end(orphan.pid(), startedAt.minusSeconds(60))).isFalse();
    assertThat(orphan.isAlive()).isTrue();
  }

  @Test
  void leavesItselfAndStrangersAlone() {
    ProcessHandle self = ProcessHandle.current();
    assertThat(Orphans.end(self.pid(), self.info().startInstant().orElseThrow())).isFalse();
    assertThat(Orphans.end(Long.MAX_VALUE, startedAt)).isFalse();
  }
}
