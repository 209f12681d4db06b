package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessTreeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Process root;
  private ProcessHandle child;
  private Instant startedAt;

  @BeforeEach
  void start() throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell), "SKIPPED: this system has no shell");
    Instant before = Instant.now();
    root = new ProcessBuilder(shell.toString(), "-c", "sleep 300 & echo started; wait").start();
    startedAt = ProcessTree.startOf(root, before);
    assertThat(root.getInputStream().read()).isEqualTo('s');
    child = root.children().findFirst().orElseThrow();
  }

  @AfterEach
  void end() {
    if (root != null) {
      child.destroyForcibly();
      root.destroyForcibly();
    }
  }

  @Test
  void endsWhatTheRootHasStarted() {
    assertThat(ProcessTree.end(root.toHandle(), startedAt, null, PATIENCE)).isTrue();
    assertThat(ProcessTree.gone(child)).isTrue();
  }
}
