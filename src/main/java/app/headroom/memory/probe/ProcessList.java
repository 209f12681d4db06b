package app.headroom.memory.probe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All processes that can be seen, at about one instant. */
record ProcessList(List<ProcessStat> all, Map<Long, List<Long>> children) {

  static ProcessList read(Path proc, ProcFiles files) {
    List<ProcessStat> all =
        ProcFiles.numbered(proc).stream()
            .map(pid -> files.text(proc.resolve(pid + "/stat")).flatMap(ProcessStat::parse))
            .flatMap(Optional::stream)
            .toList();
    return new ProcessList(
        all,
        all.stream()
            .collect(
                Collectors.groupingBy(
                    ProcessStat::parentPid,
                    Collectors.mapping(ProcessStat::pid, Collectors.toList()))));
  }

  List<Long> childrenOf(long pid) {
    return children.getOrDefault(pid, List.of());
  }
}
