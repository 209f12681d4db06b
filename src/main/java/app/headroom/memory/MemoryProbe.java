package app.headroom.memory;

import app.headroom.job.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Looks at the machine's memory. Used by one thread at a time; the sampler's.
 *
 * <p>{@code app.headroom.memory.probe.Probes} has one for this machine.
 */
public interface MemoryProbe {

  /**
   * Takes one look; cheap enough for four a second. Processes that vanish meanwhile count as gone.
   *
   * @param roots process id of each job's worker
   * @return a sample without the names of other programs
   * @throws java.io.UncheckedIOException if the system tells nothing at all about memory
   */
  MemorySample sample(Map<JobId, Long> roots);

  /**
   * The biggest programs that are neither this process nor in a tree of {@code roots}, biggest
   * first, processes of the same program together. Costly: it looks at every process. Empty where
   * the system does not tell.
   */
  List<ProgramMemory> biggestPrograms(int most, Collection<Long> roots);
}
