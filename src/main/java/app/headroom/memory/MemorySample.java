package app.headroom.memory;

import app.headroom.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One look at memory. Immutable; may be handed to any thread.
 *
 * @param machine the whole machine
 * @param limit the tightest control group that this process is in, or null where none limits it
 * @param swapTotalBytes 0 where there is none
 * @param stall null where the system does not tell
 * @param application this process alone
 * @param jobs the process tree of each job that is watched; {@link TreeMemory#GONE} for one whose
 *     processes have ended
 * @param biggest the biggest programs that are neither this one nor a job's, biggest first, as seen
 *     not long ago; empty while there is no pressure
 */
public record MemorySample(
    Instant at,
    Capacity machine,
    @Nullable Capacity limit,
    long swapTotalBytes,
    long swapUsedBytes,
    @Nullable Stall stall,
    SystemSignal signal,
    TreeMemory application,
    Map<JobId, TreeMemory> jobs,
    List<ProgramMemory> biggest) {

  public MemorySample {
    jobs = Map.copyOf(jobs);
    biggest = List.copyOf(biggest);
  }

  /** The machine's memory, or less where a control group allows less. */
  public long totalBytes() {
    return limit == null
        ? machine.totalBytes()
        : Math.min(machine.totalBytes(), limit.totalBytes());
  }

  /** What can still be had: of the machine and within the limit. */
  public long availableBytes() {
    return limit == null
        ? machine.availableBytes()
        : Math.min(machine.availableBytes(), limit.availableBytes());
  }

  /**
   * How full it is. Where a control group limits this process, the fuller of the two counts: a
   * roomy limit on an exhausted machine is no room.
   */
  public double usedPercent() {
    return limit == null
        ? machine.usedPercent()
        : Math.max(machine.usedPercent(), limit.usedPercent());
  }

  /** Whether the limit is fuller than the machine. */
  public boolean limitCounts() {
    return limit != null && limit.usedPercent() >= machine.usedPercent();
  }

  /** What this program and its jobs hold. */
  public TreeMemory own() {
    return jobs.values().stream().reduce(application, TreeMemory::plus);
  }

  /** The tree of a job; {@link TreeMemory#GONE} where it is not watched. */
  public TreeMemory job(JobId id) {
    return jobs.getOrDefault(id, TreeMemory.GONE);
  }

  /** The same with other programs named. */
  public MemorySample withBiggest(List<ProgramMemory> programs) {
    return new MemorySample(
        at,
        machine,
        limit,
        swapTotalBytes,
        swapUsedBytes,
        stall,
        signal,
        application,
        jobs,
        programs);
  }
}
