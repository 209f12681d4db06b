package app.headroom.supervisor;

import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.job.Stem;
import app.headroom.memory.MemoryPolicy;
import app.headroom.models.CommandModels;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerLauncher;
import app.headroom.queue.WorkerListener;
import app.headroom.queue.WorkerListener.End;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts a process for each job. Owned and closed by the composition root; closing does not end
 * workers, the end of this process does.
 */
public final class ProcessWorkerLauncher implements WorkerLauncher, AutoCloseable {

  private final WorkerProgram program;
  private final Path natives;
  private final Path spools;
  private final Graphs graphs;
  private final Patience patience;
  private final List<String> options;
  private final SilenceWatch silence;
  private final AtomicBoolean makingArchive = new AtomicBoolean();

  /**
   * @param natives where native libraries are extracted once
   * @param spools holds a folder for each job, named by its id
   */
  public ProcessWorkerLauncher(
      WorkerProgram program, Path natives, Path spools, Graphs graphs, Patience patience) {
    this(program, natives, spools, graphs, patience, MemoryPolicy.Limits.DEFAULT);
  }

  /**
   * @param limits say how big the buffers are through which a worker streams its files
   */
  public ProcessWorkerLauncher(
      WorkerProgram program,
      Path natives,
      Path spools,
      Graphs graphs,
      Patience patience,
      MemoryPolicy.Limits limits) {
    this.program = program;
    this.natives = natives;
    this.spools = spools;
    this.graphs = graphs;
    this.patience = patience;
    this.options =
        List.of(
            "-Dheadroom.readBufferMinBytes=" + limits.readBufferMinBytes(),
            "-Dheadroom.readBufferMaxBytes=" + limits.readBufferMaxBytes());
    this.silence = new SilenceWatch(patience.silence());
  }

  @Override
  public RunningWorker launch(WorkOrder order, WorkerListener listener) {
    SeparationRequest request = order.request();
    return switch (request.engine()) {
      case EngineChoice.BuiltIn _ ->
          switch (graphs.of(request.model(), order.precision())) {
            case Graphs.Answer.Missing missing ->
                neverStarted(
                    order.id(),
                    listener,
                    new JobFailure.ModelMissing(request.model(), missing.reason()));
            case Graphs.Answer.Present present ->
                start(order, present.passes(), present.stems(), listener);
          };
      case EngineChoice.Command command ->
          CommandModels.stems(command.flavour(), request.model())
              .map(stems -> start(order, List.of(pass(request, stems)), stems, listener))
              .orElseGet(() -> neverStarted(order.id(), listener, noModel(request)));
    };
  }

  private static WorkerCommand.Pass pass(SeparationRequest request, List<Stem> stems) {
    return new WorkerCommand.Pass(Path.of(request.engine().id(), request.model()), stems);
  }

  private static JobFailure noModel(SeparationRequest request) {
    return new JobFailure.InvalidRequest(
        "the " + request.engine().id() + " engine has no model " + request.model(),
        "Choose another model, such as htdemucs, or another engine.");
  }

  private RunningWorker start(
      WorkOrder order, List<WorkerCommand.Pass> passes, List<Stem> stems, WorkerListener listener) {
    Path spool = spools.resolve(order.id().value());
    try {
      PrivateFolders.create(spool);
    } catch (IOException e) {
      return neverStarted(order.id(), listener, new JobFailure.OutputNotWritable(spool, reason(e)));
    }
    Optional<WorkerArchive.Making> archive = archiveOf(order);
    JobProcess job =
        new JobProcess(
            order.id(),
            listener,
            patience.stopping(),
            well -> archive.ifPresent(making -> made(making, well)));
    try {
      Mark mark = Mark.ofWorker(order.id());
      ProcessBuilder builder = program.process(natives, spool, mark);
      builder.command().addAll(1, options); // before the class
      archive.ifPresent(making -> builder.command().addAll(1, making.options()));
      ChildProcess child = ChildProcess.start(builder, mark, job);
      job.runsIn(child);
      silence.watch(child);
      child.send(command(order, passes, stems, spool));
      return job;
    } catch (IOException e) {
      archive.ifPresent(making -> made(making, false));
      return neverStarted(
          order.id(), listener, new JobFailure.WorkerCrashed(NEVER_STARTED, reason(e)));
    }
  }

  /** What this worker is to make for those to come: where there is none yet, one at a time. */
  private Optional<WorkerArchive.Making> archiveOf(WorkOrder order) {
    return program
        .archive(natives)
        .filter(archive -> !archive.exists() && makingArchive.compareAndSet(false, true))
        .flatMap(
            archive -> {
              Optional<WorkerArchive.Making> making = archive.begin(order.id().value());
              makingArchive.set(making.isPresent());
              return making;
            });
  }

  private void made(WorkerArchive.Making making, boolean well) {
    making.ended(well);
    makingArchive.set(false);
  }

  private WorkerCommand command(
      WorkOrder order, List<WorkerCommand.Pass> passes, List<Stem> stems, Path spool) {
    SeparationRequest request = order.request();
    return new WorkerCommand.Separate(
        Protocol.VERSION,
        order.id().value(),
        request.source(),
        request.outputFolder(),
        spool.toAbsolutePath(),
        request.engine(),
        passes,
        natives.toAbsolutePath(),
        request.model(),
        stems,
        request.stems(),
        request.format(),
        order.segment().frames(),
        request.overlap(),
        request.clip(),
        request.nameTemplate(),
        request.rate(),
        order.threads(),
        order.provider(),
        request.overwrite(),
        request.delivery());
  }

  @Override
  public void close() {
    silence.close();
  }

  // ---- what was never started

  private static final int NEVER_STARTED = -1;

  private static RunningWorker neverStarted(
      JobId job, WorkerListener listener, JobFailure failure) {
    Thread.ofVirtual().start(() -> listener.ended(new End.Failed(failure)));
    return new NeverStarted(job, Instant.now());
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private record NeverStarted(JobId jobId, Instant startedAt) implements RunningWorker {

    @Override
    public long pid() {
      return NEVER_STARTED;
    }

    @Override
    public void setSegment(SegmentLength length) {}

    @Override
    public void cleanUp() {}

    @Override
    public void hold() {}

    @Override
    public void unload() {}

    @Override
    public void resume() {}

    @Override
    public void stop() {}

    @Override
    public void kill(KillCause cause) {}
  }
}
