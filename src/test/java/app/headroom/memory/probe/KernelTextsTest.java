package app.headroom.memory.probe;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.memory.Capacity;
import app.headroom.memory.Stall;
import app.headroom.memory.SystemSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parsers on texts as kernels wrote them. */
class KernelTextsTest {

  private static final String MEMINFO =
      """
      MemTotal:       24684084 kB
      MemFree:        24216004 kB
      MemAvailable:   24300192 kB
      Buffers:            1684 kB
      Cached:           269868 kB
      SwapCached:            0 kB
      Active:           101060 kB
      Shmem:              8244 kB
      SwapTotal:       2097148 kB
      SwapFree:        1048576 kB
      HugePages_Total:       0
      """;

  @Test
  void meminfo() {
    assertThat(Meminfo.parse(MEMINFO))
        .contains(
            new Meminfo(
                24_684_084L * 1024, 24_300_192L * 1024, 2_097_148L * 1024, 1_048_576L * 1024));
  }

  @Test
  void meminfoOfAKernelThatDoesNotSayWhatIsAvailable() {
    assertThat(Meminfo.parse(MEMINFO.replaceAll("MemAvailable.*\n", "")))
        .hasValueSatisfying(
            info ->
                assertThat(info.availableBytes())
                    .isEqualTo((24_216_004L + 1684 + 269_868 - 8244) * 1024));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MemTotal:",
        "MemTotal: lots kB\nMemFree: 1 kB\n",
        "MemTotal: 0 kB\nMemFree: 0 kB\n",
        "XMemTotal: 100 kB\nMemFree: 1 kB\n",
        "\0\0\0"
      })
  void meminfoThatIsNone(String text) {
    assertThat(Meminfo.parse(text)).isEmpty();
  }

  @Test
  void pressure() {
    assertThat(
            PressureText.parse(
                """
                some avg10=12.34 avg60=5.00 avg300=1.08 total=2212334
                full avg10=3.50 avg60=1.00 avg300=0.20 total=1012334
                """))
        .contains(new Stall(12.34, 3.5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
        "some avg10= avg60=\nfull avg10= avg60=\n",
        "some avg10=x avg60=0\nfull avg10=1 avg60=0\n"
      })
  void pressureThatIsNoneOrHalf(String text) {
    assertThat(PressureText.parse(text)).isEmpty();
  }

  @Test
  void processStat() {
    assertThat(
            ProcessStat.parse(
                "2944 (java) S 2800 2944 2800 0 -1 4194304 5104 0 12 0 41 9 0 0 20 0 19 0 "
                    + "128833 3651461120 12345 18446744073709551615 1 1 0 0 0 0 0 0 0\n"))
        .contains(new ProcessStat(2944, "java", 2800, 128_833, 12_345));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Web Content",
        "a) S 1 (b",
        "(sd-pam)",
        ") R 1 2 3 4 5",
        "tmux: server",
        "",
        "new\nline"
      })
  void namesOfProcessesMayHoldAnything(String name) {
    assertThat(
            ProcessStat.parse(
                "77 (" + name + ") Z 1 77 77 0 -1 4 0 0 0 0 1 1 0 0 20 0 1 0 99 0 0 1\n"))
        .contains(new ProcessStat(77, name, 1, 99, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1 (x", "1 (x) S 1 2", ") 1 (", "x (y) S 1 1 1 1 1 1 1"})
  void processStatThatIsNone(String text) {
    assertThat(ProcessStat.parse(text)).isEmpty();
  }

  @Test
  void statm() {
    assertThat(Statm.parse("765 427 399 5 0 123 0\n")).contains(new Statm(427, 399));
    assertThat(Statm.parse("765 427 500 5 0 123 0\n")).contains(new Statm(427, 427));
    assertThat(Statm.parse("")).isEmpty();
    assertThat(Statm.parse("1 2")).isEmpty();
    assertThat(Statm.parse("a b c d")).isEmpty();
  }

  private static final String V2_MOUNTS =
      """
      22 28 0:21 / /proc rw,nosuid - proc proc rw
      30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate
      """;

  @Test
  void groupOfADesktop() {
    assertThat(Cgroup.parse("0::/user.slice/user-1000.slice/app.slice/app-x.scope\n", V2_MOUNTS))
        .contains(
            new Cgroup(
                Cgroup.Version.V2,
                List.of(
                    Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/app.slice/app-x.scope"),
                    Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/app.slice"),
                    Path.of("/sys/fs/cgroup/user.slice/user-1000.slice"),
                    Path.of("/sys/fs/cgroup/user.slice"),
                    Path.of("/sys/fs/cgroup"))));
  }

  @Test
  void groupOfAContainerWithItsOwnNamespace() {
    assertThat(levels("0::/\n", V2_MOUNTS)).containsExactly(Path.of("/sys/fs/cgroup"));
    // moved above its own root
    assertThat(levels("0::/../sibling\n", V2_MOUNTS)).containsExactly(Path.of("/sys/fs/cgroup"));
  }

  @Test
  void groupOfAContainerThatSeesOnlyItsPartOfTheHierarchy() {
    String mounts =
        """
        41 31 0:35 /docker/0123abcd /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory
        """;
    assertThat(levels("4:memory:/docker/0123abcd\n", mounts))
        .containsExactly(Path.of("/sys/fs/cgroup/memory"));
    assertThat(levels("4:memory:/docker/0123abcd/inner\n", mounts))
        .containsExactly(Path.of("/sys/fs/cgroup/memory/inner"), Path.of("/sys/fs/cgroup/memory"));
  }

  @Test
  void groupOfBothVersionsGoesByTheOneThatHasMemory() {
    String membership = "9:name=systemd:/\n4:cpu,memory:/box\n0::/other\n";
    String mounts =
        """
        34 31 0:31 / /sys/fs/cgroup/cpu,memory rw - cgroup cgroup rw,cpu,memory
        41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        """;
    assertThat(Cgroup.parse(membership, mounts))
        .contains(
            new Cgroup(
                Cgroup.Version.V1,
                List.of(
                    Path.of("/sys/fs/cgroup/cpu,memory/box"),
                    Path.of("/sys/fs/cgroup/cpu,memory"))));
  }

  @Test
  void namesOfGroupsMayHoldSpaces() {
    assertThat(levels("0::/a b\n", "30 23 0:26 / /mnt/my\\040groups rw - cgroup2 cgroup2 rw\n"))
        .containsExactly(Path.of("/mnt/my groups/a b"), Path.of("/mnt/my groups"));
  }

  @Test
  void noGroupAtAll() {
    assertThat(Cgroup.parse("", "")).isEmpty();
    assertThat(Cgroup.parse("0::/x\n", "22 28 0:21 / /proc rw - proc proc rw\n")).isEmpty();
    assertThat(Cgroup.parse("nonsense\n::\n0:\n", V2_MOUNTS)).isEmpty();
  }

  @Test
  void limits() {
    assertThat(CgroupMemory.limit(Optional.of("max\n"), Optional.of("max\n"), 100)).isEmpty();
    assertThat(CgroupMemory.limit(Optional.of("90\n"), Optional.of("max\n"), 100)).hasValue(90);
    assertThat(CgroupMemory.limit(Optional.of("90\n"), Optional.of("80\n"), 100)).hasValue(80);
    assertThat(CgroupMemory.limit(Optional.of("max\n"), Optional.of("80\n"), 100)).hasValue(80);
    assertThat(CgroupMemory.limit(Optional.empty(), Optional.empty(), 100)).isEmpty();
    assertThat(CgroupMemory.limit(Optional.of("9223372036854771712\n"), Optional.empty(), 1L << 40))
        .isEmpty();
  }

  @Test
  void cachedFilesOfAGroupAreAvailableUnlessTheyAreRunningPrograms() {
    String stat =
        """
        anon 300
        file 600
        file_mapped 50
        inactive_anon 0
        inactive_file 400
        active_file 200
        """;
    assertThat(CgroupMemory.capacity(1200, "1000\n", stat, ""))
        .contains(new Capacity(1200, 200 + 400 + 150));
    assertThat(CgroupMemory.capacity(1200, "1000\n", "", "")).contains(new Capacity(1200, 200));
    assertThat(CgroupMemory.capacity(1200, "max", stat, "")).isEmpty();
  }

  @Test
  void aGroupOfVersionOneCountsItsSubgroups() {
    String stat =
        """
        inactive_file 1
        active_file 1
        mapped_file 1
        total_mapped_file 50
        total_inactive_file 400
        total_active_file 200
        """;
    assertThat(CgroupMemory.capacity(1200, "1000\n", stat, "total_"))
        .contains(new Capacity(1200, 200 + 400 + 150));
  }

  @Test
  void namesOfProgramsAreMadePrintable() {
    assertThat(ProgramNames.printable("a\u001b[31mb\nc\u202ed")).isEqualTo("A?[31mb?c?d");
    assertThat(ProgramNames.printable("x".repeat(100))).hasSize(40);
    assertThat(ProgramNames.printable("")).isEqualTo("?");
  }

  @Test
  void signalOfMacOs() {
    assertThat(SystemSignals.ofMac(1)).isEqualTo(SystemSignal.NONE);
    assertThat(SystemSignals.ofMac(2)).isEqualTo(SystemSignal.LOW);
    assertThat(SystemSignals.ofMac(4)).isEqualTo(SystemSignal.CRITICAL);
    assertThat(SystemSignals.ofSystem("Linux").get()).isEqualTo(SystemSignal.NONE);
  }

  private static List<Path> levels(String membership, String mounts) {
    return Cgroup.parse(membership, mounts).orElseThrow().levels();
  }
}
