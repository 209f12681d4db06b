package app.headroom.memory.probe;

import app.headroom.job.JobId;
import app.headroom.memory.Capacity;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.SystemSignal;
import app.headroom.memory.TreeMemory;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;

/** Asks OSHI. */
final class OshiProbe implements MemoryProbe {

  private final InstantSource clock;
  private final GlobalMemory memory = new SystemInfo().getHardware().getMemory();

  OshiProbe(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public MemorySample sample(Map<JobId, Long> roots) {
    Map<JobId, TreeMemory> jobs = new HashMap<>();
    roots.forEach((job, _) -> jobs.put(job, TreeMemory.GONE));
    return new MemorySample(
        clock.instant(),
        new Capacity(memory.getTotal(), memory.getAvailable()),
        null,
        memory.getVirtualMemory().getSwapTotal(),
        memory.getVirtualMemory().getSwapUsed(),
        null,
        SystemSignal.NONE,
        TreeMemory.GONE,
        jobs,
        List.of());
  }

  @Override
  public List<ProgramMemory> biggestPrograms(int most, Collection<Long> roots) {
    return List.of();
  }
}
