package app.headroom.memory.probe;

import app.headroom.memory.TreeMemory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * A process and its descendants, followed from look to look. One that was seen in the tree stays in
 * it for its life, also when its parent has ended and it was given to another.
 */
final class ProcessTree implements AutoCloseable {

  private final long root;
  private final Path proc;
  private final long pageBytes;
  private final Map<Long, ProcessMemory> members = new HashMap<>();

  ProcessTree(long root, Path proc, long pageBytes) {
    this.root = root;
    this.proc = proc;
    this.pageBytes = pageBytes;
    add(root);
  }

  long root() {
    return root;
  }

  /** Lets go of processes that have ended and looks for those that were started. */
  void refresh(LongFunction<List<Long>> childrenOf) {
    Deque<Long> open = new ArrayDeque<>(List.copyOf(members.keySet()));
    Set<Long> visited = new HashSet<>();
    while (!open.isEmpty()) {
      Long pid = open.remove();
      if (visited.add(pid)) {
        add(pid);
        open.addAll(childrenOf.apply(pid));
      }
    }
  }

  TreeMemory memory() {
    TreeMemory sum = TreeMemory.GONE;
    for (var iterator = members.values().iterator(); iterator.hasNext(); ) {
      ProcessMemory process = iterator.next();
      TreeMemory memory = process.look().orElse(null);
      if (memory == null) {
        process.close();
        iterator.remove();
      } else {
        sum = sum.plus(memory);
      }
    }
    return sum;
  }

  /** Ids of the processes. */
  Set<Long> pids() {
    return members.keySet();
  }

  private void add(long pid) {
    if (!members.containsKey(pid)) {
      ProcessMemory.open(proc.resolve(Long.toString(pid)), pageBytes)
          .ifPresent(process -> members.put(pid, process));
    }
  }

  @Override
  public void close() {
    members.values().forEach(ProcessMemory::close);
    members.clear();
  }
}
