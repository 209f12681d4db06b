package app.headroom.supervisor;

import static app.headroom.supervisor.ProcessWorkerLauncherTest.assertGone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.models.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProcessCommandRunnerTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final CommandRunner runner = new ProcessCommandRunner();

  @Test
  void tellsExitCodeAndOutput() throws Exception {
    CommandRunner.Result result = runner.run(fake("crashes"), folder, LONG);
    assertThat(result.exitCode()).isEqualTo(42);
    assertThat(result.output()).contains("hello", "first words").endsWith("last words");
    assertThat(result.output()).hasSizeLessThan(20_000);
  }

  @Test
  void endsWhatTakesTooLong() {
    assertThatThrownBy(() -> runner.run(fake("silent"), folder, Duration.ofMillis(200)))
        .isInstanceOf(TimeoutException.class);
    assertNothingRunsIn(folder);
  }

  @Test
  void endsWhatIsLeftBehind() throws Exception {
    CommandRunner.Result result = runner.run(fake("leaves-child"), folder, LONG);
    assertThat(result.exitCode()).isEqualTo(7);
    String pid = result.output().replaceAll("(?s).*\"note\":\"([0-9]+)\".*", "$1");
    assertGone(Long.parseLong(pid));
  }

  @Test
  void endsItWhenInterrupted() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    runner.run(fake("silent"), folder, LONG);
                  } catch (IOException | TimeoutException | InterruptedException e) {
                    thrown.complete(e);
                  }
                });
    thread.interrupt();
    assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertNothingRunsIn(folder);
  }

  @Test
  void saysThatAProgramCannotBeStarted() {
    assertThatThrownBy(() -> runner.run(List.of("no-such-program-anywhere"), folder, LONG))
        .isInstanceOf(IOException.class);
  }

  private List<String> fake(String way) {
    WorkerProgram program = ProcessWorkerLauncherTest.program(way);
    List<String> command = new ArrayList<>();
    command.add(program.java().toString());
    command.add("-Dmark=" + folder);
    command.add("-cp");
    command.add(program.classPath());
    command.addAll(program.main());
    return command;
  }

  private static void assertNothingRunsIn(Path folder) {
    assertThat(
            ProcessHandle.allProcesses()
                .filter(
                    process ->
                        process
                            .info()
                            .commandLine()
                            .filter(line -> line.contains("-Dmark=" + folder))
                            .isPresent())
                .filter(process -> !ProcessTree.gone(process)))
        .isEmpty();
  }
}
