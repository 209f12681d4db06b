package app.headroom.memory.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import app.headroom.job.JobId;
import app.headroom.memory.Capacity;
import app.headroom.memory.MemorySample;
import app.headroom.memory.Stall;
import app.headroom.memory.TreeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Linux probe on a captured {@code /proc} and {@code /sys}. */
class LinuxProbeTest {

  private static final JobId JOB = JobId.random();
  private static final String GROUP = "sys/fs/cgroup/box/inner";

  @TempDir private Path root;
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");

  @BeforeEach
  void machine() throws IOException {
    write("proc/meminfo", "MemTotal: 8000 kB\nMemFree: 1000 kB\nMemAvailable: 6000 kB\n");
    write("proc/self/statm", "900 100 40 0 0 0 0\n");
  }

  @Test
  void theMachineByItself() {
    MemorySample sample = sample(new LinuxProbe(root, () -> now), Map.of());
    assertThat(sample.machine()).isEqualTo(new Capacity(8_192_000, 6_144_000));
    assertThat(sample.limit()).isNull();
    assertThat(sample.stall()).isNull();
    assertThat(sample.swapTotalBytes()).isZero();
    assertThat(sample.application()).isEqualTo(new TreeMemory(100 * 4096, 60L * 4096, 1));
  }

  @Test
  void theGroupsLimitAndItsPressureCount() throws IOException {
    group();
    write("proc/pressure/memory", pressure(4, 1));
    write(GROUP + "/memory.pressure", pressure(3, 2));
    LinuxProbe probe = new LinuxProbe(root, () -> now);
    MemorySample sample = sample(probe, Map.of());
    assertThat(sample.limit()).isEqualTo(new Capacity(1_000_000, 350_000));
    assertThat(sample.totalBytes()).isEqualTo(1_000_000);
    assertThat(sample.usedPercent()).isEqualTo(65);
    assertThat(sample.stall()).isEqualTo(new Stall(4, 2));
  }

  @Test
  void anAncestorsLimitCountsAndMayChange() throws IOException {
    group();
    write("sys/fs/cgroup/box/memory.max", "2000000\n");
    write("sys/fs/cgroup/box/memory.current", "1900000\n");
    write("sys/fs/cgroup/box/memory.stat", "inactive_file 0\n");
    LinuxProbe probe = new LinuxProbe(root, () -> now);
    assertThat(sample(probe, Map.of()).limit()).isEqualTo(new Capacity(2_000_000, 100_000));
    write("sys/fs/cgroup/box/memory.max", "max\n");
    now = now.plusSeconds(1);
    assertThat(sample(probe, Map.of()).limit()).isEqualTo(new Capacity(1_000_000, 350_000));
    // the process is moved out of the group
    write("proc/self/cgroup", "0::/\n");
    now = now.plusSeconds(1);
    assertThat(sample(probe, Map.of()).limit()).isNull();
  }

  @Test
  void aTreeWithGrandchildrenByTheKernelsLists() throws IOException {
    write("proc/thread-self/children", "");
    process(10, 1, "worker", 50);
    process(11, 10, "ffmpeg", 20);
    process(12, 11, "helper", 10);
    process(13, 1, "stranger", 500);
    write("proc/10/task/10/children", "");
    write("proc/10/task/101/children", "11 ");
    write("proc/11/task/11/children", "12 ");
    expectTreeOfThree();
  }

  @Test
  void aTreeOnAKernelWithoutSuchLists() throws IOException {
    process(10, 1, "worker", 50);
    process(11, 10, "ff) S 1 (mpeg", 20);
    process(12, 11, "helper", 10);
    process(13, 1, "stranger", 500);
    expectTreeOfThree();
  }

  private void expectTreeOfThree() throws IOException {
    LinuxProbe probe = new LinuxProbe(root, () -> now);
    Map<JobId, Long> roots = Map.of(JOB, 10L);
    assertThat(sample(probe, roots).job(JOB)).isEqualTo(tree(80, 3));
    // the one between ends; its child goes to another parent and still counts
    write("proc/11/statm", "0 0 0 0 0 0 0\n");
    process(12, 1, "helper", 15);
    write("proc/10/task/101/children", "");
    now = now.plusSeconds(1);
    assertThat(sample(probe, roots).job(JOB)).isEqualTo(tree(65, 2));
    assertThat(sample(probe, Map.of()).jobs()).isEmpty();
  }

  @Test
  void aProcessThatIsNotThereIsGone() {
    assertThat(sample(new LinuxProbe(root, () -> now), Map.of(JOB, 4711L)).job(JOB))
        .isEqualTo(TreeMemory.GONE);
  }

  @Test
  void theBiggestProgramsWithoutOurOwn() throws IOException {
    process(20, 1, "chrome", 100_000);
    process(21, 20, "chrome", 50_000);
    process(22, 1, "tiny", 10);
    process(23, 1, "editor", 90_000);
    process(10, 1, "worker", 900_000);
    process(11, 10, "ffmpeg", 900_000);
    LinuxProbe probe = new LinuxProbe(root, () -> now);
    assertThat(probe.biggestPrograms(5, List.of(10L)))
        .extracting(program -> program.name() + " " + program.bytes() / 4096)
        .containsExactly("Chrome 150000", "Editor 90000");
    assertThat(probe.biggestPrograms(1, List.of(10L))).hasSize(1);
  }

  @Test
  void nothingAtAllIsAnError() throws IOException {
    write("proc/meminfo", "");
    LinuxProbe probe = new LinuxProbe(root, () -> now);
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> probe.sample(Map.of()));
  }

  private static MemorySample sample(LinuxProbe probe, Map<JobId, Long> roots) {
    return probe.sample(roots);
  }

  private static TreeMemory tree(long pages, int processes) {
    return new TreeMemory(pages * 4096, pages * 4096, processes);
  }

  private static String pressure(double some, double full) {
    return "some avg10="
        + some
        + " avg60=0.00 avg300=0.00 total=0\nfull avg10="
        + full
        + " avg60=0.00 avg300=0.00 total=0\n";
  }

  private void group() throws IOException {
    write("proc/self/cgroup", "0::/box/inner\n");
    write(
        "proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n");
    write(GROUP + "/memory.max", "1000000\n");
    write(GROUP + "/memory.high", "max\n");
    write(GROUP + "/memory.current", "700000\n");
    write(GROUP + "/memory.stat", "inactive_file 50000\nactive_file 0\n");
    write("sys/fs/cgroup/box/memory.max", "max\n");
  }

  private void process(long pid, long parent, String name, long pages) throws IOException {
    write(
        "proc/" + pid + "/stat",
        pid
            + " ("
            + name
            + ") S "
            + parent
            + " 1 1 0 -1 4 0 0 0 0 1 1 0 0 20 0 1 0 99 0 "
            + pages
            + " 1\n");
    write("proc/" + pid + "/statm", "9999999 " + pages + " 0 0 0 0 0\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
