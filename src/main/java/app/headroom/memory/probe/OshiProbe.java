package app.headroom.memory.probe;

import app.headroom.job.JobId;
import app.headroom.memory.Capacity;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.SystemSignal;
import app.headroom.memory.TreeMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * Asks OSHI, and the Java runtime for the processes of a tree: it lists them at a fraction of the
 * cost. New descendants are looked for once a second.
 */
final class OshiProbe implements MemoryProbe {

  private static final Duration REFRESH = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Supplier<SystemSignal> signal;
  private final GlobalMemory memory;
  private final OperatingSystem system;
  private final int ownPid;
  private Map<JobId, Set<Integer>> trees = Map.of();
  private Map<JobId, Long> knownRoots = Map.of();
  private @Nullable Instant refreshedAt;

  OshiProbe(InstantSource clock) {
    this.clock = clock;
    SystemInfo info = new SystemInfo();
    memory = info.getHardware().getMemory();
    system = info.getOperatingSystem();
    ownPid = system.getProcessId();
    signal = SystemSignals.ofSystem(System.getProperty("os.name", ""));
  }

  @Override
  public MemorySample sample(Map<JobId, Long> roots) {
    Instant now = clock.instant();
    if (refreshedAt == null
        || !roots.equals(knownRoots)
        || Duration.between(refreshedAt, now).abs().compareTo(REFRESH) >= 0) {
      trees =
          roots.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> descendants(entry.getValue())));
      knownRoots = Map.copyOf(roots);
      refreshedAt = now;
    }
    Map<Integer, TreeMemory> byPid = new HashMap<>();
    for (OSProcess process :
        system.getProcesses(
            Stream.concat(Stream.of(ownPid), trees.values().stream().flatMap(Collection::stream))
                .toList())) {
      byPid.put(process.getProcessID(), memoryOf(process));
    }
    return new MemorySample(
        now,
        new Capacity(memory.getTotal(), memory.getAvailable()),
        null,
        memory.getVirtualMemory().getSwapTotal(),
        memory.getVirtualMemory().getSwapUsed(),
        null,
        signal.get(),
        byPid.getOrDefault(ownPid, TreeMemory.GONE),
        trees.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    tree ->
                        tree.getValue().stream()
                            .map(pid -> byPid.getOrDefault(pid, TreeMemory.GONE))
                            .reduce(TreeMemory.GONE, TreeMemory::plus))),
        List.of());
  }

  @Override
  public List<ProgramMemory> biggestPrograms(int most, Collection<Long> roots) {
    Set<Integer> own = new HashSet<>();
    own.add(ownPid);
    roots.forEach(root -> own.addAll(descendants(root)));
    return system
        .getProcesses(
            process -> !own.contains(process.getProcessID()),
            Comparator.comparingLong(OSProcess::getResidentMemory).reversed(),
            50)
        .stream()
        .collect(
            Collectors.groupingBy(
                process -> ProgramNames.printable(process.getName()),
                Collectors.summingLong(OshiProbe::privateOrAll)))
        .entrySet()
        .stream()
        .map(entry -> new ProgramMemory(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(ProgramMemory::bytes).reversed())
        .limit(most)
        .toList();
  }

  private static Set<Integer> descendants(long root) {
    return ProcessHandle.of(root)
        .map(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .orElse(Stream.empty())
        .map(handle -> Math.toIntExact(handle.pid()))
        .collect(Collectors.toSet());
  }

  private static TreeMemory memoryOf(OSProcess process) {
    long own = process.getPrivateResidentMemory();
    return new TreeMemory(process.getResidentMemory(), own > 0 ? Long.valueOf(own) : null, 1);
  }

  private static long privateOrAll(OSProcess process) {
    long own = process.getPrivateResidentMemory();
    return own > 0 ? own : process.getResidentMemory();
  }
}
