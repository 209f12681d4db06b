package app.headroom.memory.probe;

import app.headroom.job.JobId;
import app.headroom.memory.Capacity;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.Stall;
import app.headroom.memory.SystemSignal;
import app.headroom.memory.TreeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /proc} and {@code /sys/fs/cgroup}. What changes all the time is read for every
 * sample; new processes in a tree, and limits, are looked for twice a second.
 */
final class LinuxProbe implements MemoryProbe {

  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final long SMALL_PROGRAM_BYTES = 20_000_000;
  private static final String DELETED = " (deleted)";

  /** A control group with a limit. */
  private record Limit(Path folder, Cgroup.Version version, long bytes) {}

  private final Path root;
  private final Path proc;
  private final InstantSource clock;
  private final long pageBytes;
  private final boolean listsChildren;
  private final ProcFiles files = new ProcFiles();
  private final Optional<KeptFile> meminfo;
  private final Optional<KeptFile> pressure;
  private final Optional<ProcessMemory> own;
  private final Map<JobId, ProcessTree> trees = new HashMap<>();

  private @Nullable Instant refreshedAt;
  private String membership = "";
  private Optional<Cgroup> cgroup = Optional.empty();
  private List<Limit> limits = List.of();

  /**
   * @param root of the file system; another than {@code /} for captured texts
   */
  LinuxProbe(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
    proc = root.resolve("proc");
    pageBytes = pageBytes(proc.resolve("self/auxv"));
    // a kernel may be built without
    listsChildren = files.text(proc.resolve("thread-self/children")).isPresent();
    meminfo = KeptFile.open(proc.resolve("meminfo"));
    pressure = KeptFile.open(proc.resolve("pressure/memory"));
    own = ProcessMemory.open(proc.resolve("self"), pageBytes);
  }

  @Override
  public MemorySample sample(Map<JobId, Long> roots) {
    Instant now = clock.instant();
    Meminfo memory =
        meminfo
            .flatMap(KeptFile::text)
            .flatMap(Meminfo::parse)
            .orElseThrow(
                () -> new UncheckedIOException(new IOException("/proc/meminfo tells nothing")));
    boolean changed = follow(roots);
    if (changed
        || refreshedAt == null
        || Duration.between(refreshedAt, now).abs().compareTo(REFRESH) >= 0) {
      refreshTrees();
      refreshLimits(memory.totalBytes());
      refreshedAt = now;
    }
    Map<JobId, TreeMemory> jobs = new HashMap<>();
    trees.forEach((job, tree) -> jobs.put(job, tree.memory()));
    return new MemorySample(
        now,
        new Capacity(memory.totalBytes(), memory.availableBytes()),
        fullestLimit(),
        memory.swapTotalBytes(),
        Math.max(0, memory.swapTotalBytes() - memory.swapFreeBytes()),
        stall(),
        SystemSignal.NONE,
        own.flatMap(ProcessMemory::look).orElse(TreeMemory.GONE),
        jobs,
        List.of());
  }

  /** Whether a tree was added. */
  private boolean follow(Map<JobId, Long> roots) {
    for (var iterator = trees.entrySet().iterator(); iterator.hasNext(); ) {
      Map.Entry<JobId, ProcessTree> entry = iterator.next();
      Long pid = roots.get(entry.getKey());
      if (pid == null || pid != entry.getValue().root()) {
        entry.getValue().close();
        iterator.remove();
      }
    }
    boolean added = false;
    for (Map.Entry<JobId, Long> entry : roots.entrySet()) {
      if (!trees.containsKey(entry.getKey())) {
        trees.put(entry.getKey(), new ProcessTree(entry.getValue(), proc, pageBytes));
        added = true;
      }
    }
    return added;
  }

  private void refreshTrees() {
    if (trees.isEmpty()) {
      return;
    }
    LongFunction<List<Long>> childrenOf =
        listsChildren
            ? pid -> files.listedChildren(proc.resolve(Long.toString(pid)))
            : ProcessList.read(proc, files)::childrenOf;
    trees.values().forEach(tree -> tree.refresh(childrenOf));
  }

  /** A process may be moved to another group while it runs, and a group's limit may change. */
  private void refreshLimits(long machineBytes) {
    String now = files.text(proc.resolve("self/cgroup")).orElse("");
    if (!now.equals(membership)) {
      membership = now;
      cgroup =
          files.text(proc.resolve("self/mountinfo")).flatMap(mounts -> Cgroup.parse(now, mounts));
    }
    List<Limit> found = new ArrayList<>();
    cgroup.ifPresent(
        group -> {
          for (Path level : group.levels()) {
            Path folder = under(level);
            limit(folder, group.version(), machineBytes)
                .ifPresent(bytes -> found.add(new Limit(folder, group.version(), bytes)));
          }
        });
    limits = found;
  }

  private OptionalLong limit(Path folder, Cgroup.Version version, long machineBytes) {
    return switch (version) {
      case V1 ->
          CgroupMemory.limit(
              files.text(folder.resolve("memory.limit_in_bytes")), Optional.empty(), machineBytes);
      case V2 ->
          CgroupMemory.limit(
              files.text(folder.resolve("memory.max")),
              files.text(folder.resolve("memory.high")),
              machineBytes);
    };
  }

  /** The fullest of the groups that limit this process. */
  private @Nullable Capacity fullestLimit() {
    Capacity fullest = null;
    for (Limit limit : limits) {
      Capacity capacity = capacity(limit).orElse(null);
      if (capacity != null && (fullest == null || capacity.usedPercent() > fullest.usedPercent())) {
        fullest = capacity;
      }
    }
    return fullest;
  }

  private Optional<Capacity> capacity(Limit limit) {
    String stat = files.text(limit.folder().resolve("memory.stat")).orElse("");
    return switch (limit.version()) {
      case V1 ->
          files
              .text(limit.folder().resolve("memory.usage_in_bytes"))
              .flatMap(used -> CgroupMemory.capacity(limit.bytes(), used, stat, "total_"));
      case V2 ->
          files
              .text(limit.folder().resolve("memory.current"))
              .flatMap(used -> CgroupMemory.capacity(limit.bytes(), used, stat, ""));
    };
  }

  /** Of the machine or, if that is worse, of the groups that limit this process. */
  private @Nullable Stall stall() {
    Stall worst = pressure.flatMap(KeptFile::text).flatMap(PressureText::parse).orElse(null);
    for (Limit limit : limits) {
      Stall own =
          files
              .text(limit.folder().resolve("memory.pressure"))
              .flatMap(PressureText::parse)
              .orElse(null);
      if (own != null) {
        worst = worst == null ? own : worst.max(own);
      }
    }
    return worst;
  }

  @Override
  public List<ProgramMemory> biggestPrograms(int most, Collection<Long> roots) {
    ProcessList processes = ProcessList.read(proc, files);
    Set<Long> ours = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(roots);
    trees.values().forEach(tree -> open.addAll(tree.pids()));
    while (!open.isEmpty()) {
      Long pid = open.remove();
      if (ours.add(pid)) {
        open.addAll(processes.childrenOf(pid));
      }
    }
    ours.add(ProcessHandle.current().pid());
    Map<String, Long> bytesByName = new HashMap<>();
    for (ProcessStat process : processes.all()) {
      if (!ours.contains(process.pid())
          && process.residentPages() * pageBytes >= SMALL_PROGRAM_BYTES) {
        bytesByName.merge(name(process), privateBytes(process), Long::sum);
      }
    }
    return bytesByName.entrySet().stream()
        .map(entry -> new ProgramMemory(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(ProgramMemory::bytes).reversed())
        .limit(most)
        .toList();
  }

  private long privateBytes(ProcessStat process) {
    return ProcessMemory.open(proc.resolve(Long.toString(process.pid())), pageBytes)
        .map(
            memory -> {
              try (memory) {
                Long bytes = memory.look().orElse(TreeMemory.GONE).privateBytes();
                return bytes == null ? 0 : bytes;
              }
            })
        .orElse(0L);
  }

  /** Of the program's file: browsers give each of their processes another name. */
  private String name(ProcessStat process) {
    String name;
    try {
      Path program = Files.readSymbolicLink(proc.resolve(process.pid() + "/exe")).getFileName();
      name = program == null ? process.name() : program.toString();
    } catch (IOException | UnsupportedOperationException _) {
      // another user's
      name = process.name();
    }
    return ProgramNames.printable(
        name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name);
  }

  private Path under(Path absolute) {
    return root.resolve(absolute.getRoot().relativize(absolute));
  }

  /** From the auxiliary vector: pairs of words, key 6 is the page size. */
  private static long pageBytes(Path auxv) {
    long common = 4096;
    try {
      ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(auxv)).order(ByteOrder.nativeOrder());
      while (words.remaining() >= 2 * Long.BYTES) {
        long key = words.getLong();
        long value = words.getLong();
        if (key == 6 && value > 0) {
          return value;
        }
      }
      return common;
    } catch (IOException _) {
      return common;
    }
  }
}
