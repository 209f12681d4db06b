package app.headroom.cli;

import app.headroom.job.Provider;
import app.headroom.memory.MemoryPolicy;
import app.headroom.queue.QueueSettings;
import app.headroom.settings.MemorySettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all jobs of this run may take, and what they run on. */
final class MemoryOptions {

  @Option(
      names = "--memory-budget",
      paramLabel = "SIZE",
      converter = Budget.class,
      description = "What each job stays under, such as 600MB or 2GB.")
  private @Nullable Long budgetBytes;

  @Option(
      names = "--kill-limit",
      paramLabel = "SIZE",
      converter = KillLimit.class,
      description =
          "Where a job is ended at once, to go on with shorter segments; the budget is at most"
              + " that.")
  private @Nullable Long killBytes;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      converter = Jobs.class,
      description = "How many songs at once, at most; 1 to 3, memory permitting.")
  private @Nullable Integer jobs;

  @Option(
      names = "--provider",
      paramLabel = "WHICH",
      description =
          "What the network is computed on: auto, cpu, cuda or coreml; the processor where that is"
              + " not to be had.")
  private @Nullable Provider provider;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  boolean any() {
    return budgetBytes != null || killBytes != null || jobs != null || provider != null;
  }

  /**
   * @throws ParameterException if the two limits contradict each other
   */
  QueueSettings over(QueueSettings settings) {
    if (spec != null && budgetBytes != null && killBytes != null && killBytes < budgetBytes) {
      throw new ParameterException(
          spec.commandLine(),
          "--kill-limit must be at least --memory-budget ("
              + MemorySettings.BUDGET.kind().text(budgetBytes)
              + "), not "
              + MemorySettings.KILL.kind().text(killBytes));
    }
    MemoryPolicy.Limits limits = settings.memory().limits();
    if (budgetBytes != null) {
      limits = limits.withBudgetBytes(budgetBytes).withCommandBudgetBytes(budgetBytes);
    }
    if (killBytes != null) {
      limits = limits.withKillBytes(killBytes);
    }
    if (jobs != null) {
      limits = limits.withJobsAtOnce(jobs);
    }
    QueueSettings limited = settings.with(settings.memory().withLimits(limits));
    return provider == null ? limited : limited.withProvider(provider);
  }

  static final class Budget implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return Options.value(MemorySettings.BUDGET.kind(), text);
    }
  }

  static final class KillLimit implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return Options.value(MemorySettings.KILL.kind(), text);
    }
  }

  static final class Jobs implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return Options.value(MemorySettings.JOBS_AT_ONCE.kind(), text);
    }
  }
}
