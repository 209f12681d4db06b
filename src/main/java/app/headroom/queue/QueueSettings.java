package app.headroom.queue;

import app.headroom.job.EngineChoice;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.SeparationRequest;
import app.headroom.memory.MemoryPolicy;

/**
 * What the queue goes by; may be replaced while it runs.
 *
 * @param memory also says how many jobs run at once, at most
 * @param threads compute threads of all running jobs together, or 0 for the processor's cores
 * @param autoPrecision what {@link Precision#AUTO} means on this machine: FP32 or INT8
 * @param provider what jobs are computed on
 * @param failuresInARow after how many crashes without a finished segment between them a job has
 *     failed
 */
public record QueueSettings(
    MemoryPolicy memory,
    int threads,
    Precision autoPrecision,
    Provider provider,
    int failuresInARow) {

  public static final QueueSettings DEFAULT =
      new QueueSettings(MemoryPolicy.DEFAULT, 0, Precision.FP32, Provider.AUTO, 3);

  private static final int MOST_THREADS = 256;

  public QueueSettings {
    if (threads < 0 || threads > MOST_THREADS) {
      throw new IllegalArgumentException("threads: 0 to " + MOST_THREADS + ", not " + threads);
    }
    if (autoPrecision == Precision.AUTO) {
      throw new IllegalArgumentException("autoPrecision: fp32 or int8, not auto");
    }
    if (failuresInARow < 1 || failuresInARow > 100) {
      throw new IllegalArgumentException("failuresInARow: 1 to 100, not " + failuresInARow);
    }
  }

  /** FP32 or INT8; commands of the user's have no choice. */
  Precision precisionOf(SeparationRequest request) {
    if (request.engine() instanceof EngineChoice.Command) {
      return Precision.FP32;
    }
    return request.precision() == Precision.AUTO ? autoPrecision : request.precision();
  }

  public QueueSettings with(MemoryPolicy policy) {
    return new QueueSettings(policy, threads, autoPrecision, provider, failuresInARow);
  }

  public QueueSettings withThreads(int number) {
    return new QueueSettings(memory, number, autoPrecision, provider, failuresInARow);
  }

  public QueueSettings withAutoPrecision(Precision precision) {
    return new QueueSettings(memory, threads, precision, provider, failuresInARow);
  }

  public QueueSettings withProvider(Provider wanted) {
    return new QueueSettings(memory, threads, autoPrecision, wanted, failuresInARow);
  }
}
