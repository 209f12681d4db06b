package app.headroom.memory.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The probe in a real control group with a limit, of whichever version this machine has; needs the
 * right to make one.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ControlGroupTest {

  private static final long LIMIT = 400L * 1024 * 1024;
  private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
  private static final Path V2 = Path.of("/sys/fs/cgroup");

  // not in memory, as a temporary folder may be
  @TempDir(factory = UnderTarget.class)
  private Path folder;

  private Path group = Path.of("/sys/fs/cgroup");
  private Optional<Process> process = Optional.empty();

  @BeforeEach
  void makeGroup() throws IOException {
    boolean first = Files.isWritable(V1.resolve("memory.limit_in_bytes"));
    boolean second =
        Files.isWritable(V2.resolve("cgroup.procs"))
            && Files.exists(V2.resolve("cgroup.subtree_control"))
            && Files.readString(V2.resolve("cgroup.subtree_control")).contains("memory");
    assumeTrue(first || second, "no control group with a memory limit can be made here");
    group = (first ? V1 : V2).resolve("headroom-test-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
    Files.writeString(
        group.resolve(first ? "memory.limit_in_bytes" : "memory.max"), Long.toString(LIMIT));
  }

  @AfterEach
  void removeGroup() throws Exception {
    if (process.isPresent()) {
      process.get().destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
    if (group.getFileName().toString().startsWith("headroom-test-") && Files.exists(group)) {
      Files.delete(group);
    }
  }

  @Test
  void whatTheGroupHoldsCountsAndItsCachedFilesDoNot() throws Exception {
    Process started =
        new ProcessBuilder(
                "sh",
                "-c",
                "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"",
                group.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx250m",
                "-cp",
                System.getProperty("java.class.path"),
                GroupedProbe.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process = Optional.of(started);
    try (BufferedWriter commands = started.outputWriter(StandardCharsets.UTF_8);
        BufferedReader answers = started.inputReader(StandardCharsets.UTF_8)) {
      double before = usedPercent("look", commands, answers);
      double eaten = usedPercent("eat 150", commands, answers);
      assertThat(eaten - before).isCloseTo(100.0 * 150_000_000 / LIMIT, within(10.0));
      double written = usedPercent("write 300 " + folder.resolve("big"), commands, answers);
      assertThat(written).isCloseTo(eaten, within(10.0));
    }
  }

  private static double usedPercent(String command, BufferedWriter commands, BufferedReader answers)
      throws IOException {
    commands.write(command + "\n");
    commands.flush();
    List<String> answer = List.of(answers.readLine().split(" ", -1));
    assertThat(answer.getFirst()).isEqualTo(Long.toString(LIMIT));
    return Double.parseDouble(answer.get(1));
  }
}
