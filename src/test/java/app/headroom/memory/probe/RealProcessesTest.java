package app.headroom.memory.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.JobId;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.Sampler;
import app.headroom.memory.TreeMemory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both probes on this very machine and on processes of its own. */
@EnabledOnOs(OS.LINUX)
class RealProcessesTest {

  private static final JobId JOB = JobId.random();
  private static final long MB = MemoryPolicy.MEGABYTE;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<ProcessHandle> started = new ArrayList<>();

  static Stream<MemoryProbe> probes() {
    return Stream.of(
        new LinuxProbe(Path.of("/"), InstantSource.system()),
        new OshiProbe(InstantSource.system()));
  }

  @AfterEach
  void endAll() {
    started.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest
  @MethodSource("probes")
  void theMachineAndThisProcess(MemoryProbe probe) {
    MemorySample sample = probe.sample(Map.of());
    assertThat(sample.machine().totalBytes()).isGreaterThan(200 * MB);
    assertThat(sample.machine().availableBytes()).isPositive();
    assertThat(sample.application().processes()).isEqualTo(1);
    assertThat(sample.application().rssBytes()).isBetween(20 * MB, 20_000 * MB);
  }

  @Test
  void bothProbesAgree() {
    List<MemorySample> samples = probes().map(probe -> probe.sample(Map.of())).toList();
    MemorySample linux = samples.getFirst();
    MemorySample oshi = samples.getLast();
    assertThat(oshi.machine().totalBytes()).isEqualTo(linux.machine().totalBytes());
    assertThat((double) oshi.application().rssBytes())
        .isCloseTo((double) linux.application().rssBytes(), within(50.0 * MB));
  }

  @ParameterizedTest
  @MethodSource("probes")
  void childrenAndGrandchildrenCount(MemoryProbe probe) throws Exception {
    Process shell = start("sh", "-c", "(sleep 600; true) & sleep 600; true");
    MemorySample sample = await(probe, shell.pid(), seen -> seen.job(JOB).processes() >= 4);
    assertThat(sample.job(JOB).processes()).isEqualTo(4);
    assertThat(sample.job(JOB).rssBytes()).isPositive();
  }

  @Test
  void anOrphanOfTheTreeStillCounts() throws Exception {
    MemoryProbe probe = new LinuxProbe(Path.of("/"), InstantSource.system());
    Process shell = start("sh", "-c", "sleep 600; true");
    await(probe, shell.pid(), seen -> seen.job(JOB).processes() == 2);
    List<ProcessHandle> orphans = shell.descendants().toList();
    started.addAll(orphans);
    shell.destroyForcibly().waitFor();
    assertThat(probe.sample(Map.of(JOB, shell.pid())).job(JOB).processes()).isEqualTo(1);
    for (ProcessHandle orphan : orphans) {
      orphan.destroyForcibly();
      orphan.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    await(probe, shell.pid(), seen -> seen.job(JOB).processes() == 0);
  }

  @Test
  void eatenMemoryIsSeenByTheSecondSampleAndGivesAName() throws Exception {
    Process eater = eater();
    MemoryProbe probe = Probes.ofThisMachine(InstantSource.system());
    try (Sampler sampler = new Sampler(probe, MemoryPolicy.DEFAULT);
        BufferedWriter commands = eater.outputWriter(StandardCharsets.UTF_8);
        BufferedReader answers = eater.inputReader(StandardCharsets.UTF_8);
        Sampler.Registration watch = sampler.watch(JOB, eater.pid(), 10_000 * MB, _ -> {})) {
      assertThat(watch).isNotNull();
      eat(1, commands, answers);
      sampler.start();
      long before = sampler.latest().orElseThrow().job(JOB).rssBytes();
      eat(200, commands, answers);
      BlockingQueue<MemorySample> after = new LinkedBlockingQueue<>();
      try (Sampler.Registration listening = sampler.listen(after::add)) {
        assertThat(listening).isNotNull();
        // the first may have been under way while it was eaten
        assertThat(after.poll(30, TimeUnit.SECONDS)).isNotNull();
        MemorySample second = after.poll(30, TimeUnit.SECONDS);
        assertThat(second).isNotNull();
        assertThat(second.job(JOB).rssBytes()).isGreaterThan(before + 190 * MB);
      }
      TreeMemory tree = sampler.latest().orElseThrow().job(JOB);
      assertThat(tree.rssBytes()).isBetween(before + 190 * MB, before + 320 * MB);
      assertThat(tree.privateBytes()).isGreaterThan(190 * MB).isLessThan(tree.rssBytes());
      assertThat(probe.biggestPrograms(20, List.of()))
          .extracting(ProgramMemory::name)
          .contains("Java");
    }
  }

  @Test
  void whatLookingCostsIsMeasured() throws Exception {
    Process shell = start("sh", "-c", "sleep 600 & sleep 600; true");
    List<ProbeCost.Measured> costs =
        ProbeCost.measure(List.of(shell.pid()), 4, Duration.ofMillis(10));
    assertThat(costs).extracting(ProbeCost.Measured::name).containsExactly("/proc", "OSHI");
    assertThat(costs)
        .allSatisfy(
            cost -> {
              assertThat(cost.medianCpu()).isPositive();
              assertThat(cost.corePercent()).isPositive();
              assertThat(cost.toString()).contains("% of a core");
            });
  }

  private MemorySample await(MemoryProbe probe, long pid, Predicate<MemorySample> condition) {
    long start = System.nanoTime();
    MemorySample sample = probe.sample(Map.of(JOB, pid));
    while (!condition.test(sample)) {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("until it is seen, now " + sample)
          .isLessThan(PATIENCE);
      LockSupport.parkNanos(10_000_000);
      sample = probe.sample(Map.of(JOB, pid));
    }
    return sample;
  }

  private Process eater() throws IOException {
    return start(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xmx400m",
        "-cp",
        Path.of("target", "test-classes").toString(),
        MemoryEater.class.getName());
  }

  private static void eat(int megabytes, BufferedWriter commands, BufferedReader answers)
      throws IOException {
    commands.write(megabytes + "\n");
    commands.flush();
    assertThat(answers.readLine()).isEqualTo(Integer.toString(megabytes));
  }

  private Process start(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    started.add(process.toHandle());
    return process;
  }
}
