package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import app.headroom.bench.SynthesisedSong;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The user's own command, when application and worker are both ended by SIGKILL. */
@Timeout(180)
class KilledWithCommandTest {

  @TempDir private Path temp;

  /** A program that is found to be the Python Demucs, and then never says a word again. */
  private Path demucs() throws Exception {
    Path script = temp.resolve("demucs");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        script,
        // a long command line is not shown to others
        "#!/bin/sh\nCLASSPATH='%s' exec '%s' -Xmx32m -XX:TieredStopAtLevel=1 %s hangs \"$@\"\n"
            .formatted(
                System.getProperty("java.class.path"), java, "app.headroom.external.FakeDemucs"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static boolean isCommand(ProcessHandle process) {
    return process
            .info()
            .commandLine()
            .map(line -> line.contains(".FakeDemucs hangs"))
            .orElse(false)
        && !process.info().commandLine().orElse("").contains("--help");
  }

  @Test
  void theNextStartEndsTheCommandThatIsLeft() throws Exception {
    assumeFalse(File.separatorChar == '\\', "SKIPPED: there are no scripts of the shell here");
    Path home = Files.createDirectories(temp.resolve("home"));
    Path song = temp.resolve("song.wav");
    SynthesisedSong.write(song, 3);
    String[] command = {
      "separate",
      song.toString(),
      "--out",
      temp.resolve("out").toString(),
      "--engine",
      "python",
      "--engine-command",
      demucs().toString(),
      "--json"
    };
    ProcessHandle left;
    try (ProgramProcess program = ProgramProcess.start(home, command)) {
      left = awaitCommand(program);
      ProcessHandle worker =
          left.parent().orElseThrow(() -> new AssertionError("the command has no parent"));
      // a worker that has the time for it ends its command by itself
      ProgramProcess.signal("STOP", worker);
      program.kill();
      ProgramProcess.signal("KILL", worker);
      worker.onExit().get(30, TimeUnit.SECONDS);
      assertThat(program.endedWithin(TimeUnit.SECONDS.toNanos(30))).isTrue();
      assertThat(left.isAlive()).as("it survives both").isTrue();
    }
    try (ProgramProcess next = ProgramProcess.start(home, "queue", "list")) {
      assertThat(next.exitCode()).as(next.err.toString()).isZero();
      left.onExit().get(60, TimeUnit.SECONDS);
      assertThat(next.out).singleElement().asString().contains("waiting");
    } finally {
      left.destroyForcibly();
    }
  }

  private static ProcessHandle awaitCommand(ProgramProcess program) throws InterruptedException {
    Optional<ProcessHandle> found = Optional.empty();
    while (found.isEmpty()) {
      assertThat(program.endedWithin(50_000_000)).as(program.out + " " + program.err).isFalse();
      found = program.descendants().stream().filter(KilledWithCommandTest::isCommand).findFirst();
    }
    return found.get();
  }
}
