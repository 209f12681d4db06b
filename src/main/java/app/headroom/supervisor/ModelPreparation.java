package app.headroom.supervisor;

import app.headroom.job.JobFailure;
import app.headroom.job.Precision;
import app.headroom.models.ByteProgress;
import app.headroom.models.ModelUnavailableException;
import app.headroom.models.PrepareStep;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.queue.KillCause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Builds a model's graphs in a worker process of its own.
 *
 * @param natives where native libraries are extracted once
 */
public record ModelPreparation(WorkerProgram program, Path natives) implements PrepareStep {

  @Override
  public Prepared prepare(Order order, ByteProgress progress)
      throws ModelUnavailableException, InterruptedException {
    Mark mark = Mark.fresh();
    Builder builder = new Builder(progress);
    ChildProcess child;
    try {
      child = ChildProcess.start(program.process(natives, order.folder(), mark), mark, builder);
    } catch (IOException e) {
      throw unavailable(order, "its network could not be built: " + e.getMessage());
    }
    try (SilenceWatch silence = new SilenceWatch(Patience.DEFAULT.silence())) {
      silence.watch(child);
      child.send(
          new WorkerCommand.Prepare(
              Protocol.VERSION,
              order.model(),
              order.weights(),
              order.folder(),
              order.weightsSha256(),
              order.modelStems(),
              order.stems()));
      return switch (builder.result.get()) {
        case WorkerEvent.Prepared prepared ->
            new Prepared(graphs(prepared.graphs()), prepared.stems());
        case WorkerEvent.Failed failed -> throw new ModelUnavailableException(failed.failure());
        default -> throw unavailable(order, "the process that builds it said something else");
      };
    } catch (ExecutionException e) {
      throw new AssertionError("the last word is never an exception", e);
    } finally {
      child.kill(new KillCause.Requested());
    }
  }

  private static Map<Precision, Path> graphs(Map<String, Path> byName) {
    Map<Precision, Path> graphs = new EnumMap<>(Precision.class);
    byName.forEach(
        (name, graph) -> graphs.put(Precision.valueOf(name.toUpperCase(Locale.ROOT)), graph));
    return graphs;
  }

  private static ModelUnavailableException unavailable(Order order, String reason) {
    return new ModelUnavailableException(new JobFailure.ModelMissing(order.model(), reason));
  }

  /** Waits for the last word. */
  private static final class Builder implements ChildProcess.Listener {
    private final CompletableFuture<WorkerEvent> result = new CompletableFuture<>();
    private final ByteProgress progress;

    Builder(ByteProgress progress) {
      this.progress = progress;
    }

    @Override
    public void said(WorkerEvent event) {
      switch (event) {
        case WorkerEvent.Progress(var _, long done, long total) -> progress.at(done, total);
        case WorkerEvent.Prepared _, WorkerEvent.Failed _ -> result.complete(event);
        default -> {}
      }
    }

    @Override
    public void ended(ChildProcess.Ending ending) {
      result.complete(
          new WorkerEvent.Failed(new JobFailure.WorkerCrashed(ending.exitCode(), ending.errors())));
    }
  }
}
