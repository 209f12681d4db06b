package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.models.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes of a Unix system. */
class ProcessCommandRunnerTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final CommandRunner runner = new ProcessCommandRunner();

  @TempDir Path folder;

  @BeforeEach
  void needsAShell() {
    assumeTrue(Files.exists(Path.of("/bin/sh")), "SKIPPED: no /bin/sh");
  }

  private CommandRunner.Result shell(String script, Duration timeout)
      throws IOException, TimeoutException, InterruptedException {
    return runner.run(List.of("/bin/sh", "-c", script), folder, timeout);
  }

  @Test
  void givesWhatAProgramSaysAndItsExitCode() throws Exception {
    CommandRunner.Result result = shell("pwd; echo trouble >&2; cat; exit 7", LONG);
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.output()).contains(folder.toRealPath().toString()).contains("trouble");
  }

  @Test
  void keepsABoundedPartOfAFlood() throws Exception {
    CommandRunner.Result result = shell("echo first; yes | head -c 5000000; echo last", LONG);
    assertThat(result.output()).startsWith("first").endsWith("last").hasSizeLessThan(32_000);
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    assertThatThrownBy(() -> runner.run(List.of("no-such-program-here"), folder, LONG))
        .isInstanceOf(IOException.class);
  }

  @Test
  void endsATreeThatTakesTooLong() {
    // a busy machine needs more time than others to start it all
    for (int tries = 0; tries < 8 && Files.notExists(folder.resolve("child")); tries++) {
      Duration timeout = Duration.ofMillis(500L << tries);
      assertThatThrownBy(() -> shell("sleep 600 & echo $! > new; mv new child; sleep 600", timeout))
          .isInstanceOf(TimeoutException.class);
    }
    assertChildIsGone();
  }

  @Test
  void endsATreeWhenItsCallerIsInterrupted() throws Exception {
    var outcome =
        new FutureTask<String>(
            () -> {
              try {
                return shell("sleep 600 & echo $! > new; mv new child; sleep 600", LONG).toString();
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    Thread caller = Thread.ofPlatform().start(outcome);
    while (Files.notExists(folder.resolve("child"))) {
      assertThat(caller.isAlive()).isTrue();
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    caller.interrupt();
    assertThat(outcome.get()).isEqualTo("interrupted");
    assertChildIsGone();
  }

  private void assertChildIsGone() {
    assertThat(folder.resolve("child"))
        .content()
        .satisfies(
            pid ->
                assertThat(ProcessHandle.of(Long.parseLong(pid.strip())))
                    .matches(child -> child.isEmpty() || ProcessTree.gone(child.get())));
  }
}
