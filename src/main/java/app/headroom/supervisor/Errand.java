package app.headroom.supervisor;

import app.headroom.job.JobFailure;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.queue.KillCause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One order to a worker process of its own, that is not a job of the queue. It never waits; its end
 * is told once. Safe from any thread.
 */
public final class Errand implements AutoCloseable {

  private static final Duration STOPPING = Duration.ofSeconds(10);

  /** Far more than a file for DJ software of a song of hours takes, the largest of them. */
  private static final long MOST_BYTES = 1_500_000_000;

  /** While the program is being closed. */
  private static final Duration CLEARING_UP = Duration.ofSeconds(3);

  private final ChildProcess child;
  private final SilenceWatch silence;

  private Errand(ChildProcess child, SilenceWatch silence) {
    this.child = child;
    this.silence = silence;
  }

  /**
   * @param natives where native libraries are extracted once
   * @param work the process's working folder
   * @param listener hears what the worker says, and last one of its last words: that it has done
   *     it, has failed or was stopped; on a thread of the errand's own
   * @throws IOException if no process can be started
   */
  public static Errand start(
      WorkerProgram program,
      Path natives,
      Path work,
      WorkerCommand order,
      Consumer<WorkerEvent> listener)
      throws IOException {
    Mark mark = Mark.fresh();
    SilenceWatch silence = new SilenceWatch(Patience.DEFAULT.silence());
    ChildProcess child;
    try {
      child =
          ChildProcess.start(
              program.process(natives, work, mark), mark, new Ear(listener, silence));
    } catch (IOException e) {
      silence.close();
      throw e;
    }
    silence.watch(child);
    MemoryWatch.watch(child, MOST_BYTES);
    child.send(order);
    return new Errand(child, silence);
  }

  /** Asks it to clear up and end; if it does not, it is ended. */
  public void stop() {
    child.send(new WorkerCommand.Stop());
    CompletableFuture.delayedExecutor(
            STOPPING.toNanos(), TimeUnit.NANOSECONDS, task -> Thread.ofVirtual().start(task))
        .execute(() -> child.kill(new KillCause.Requested()));
  }

  /** Asks it to clear up and end, and waits for that for a while; then it is ended. */
  public void finish() {
    child.send(new WorkerCommand.Stop());
    var _ = child.awaitExit(CLEARING_UP);
    close();
  }

  /** Ends it now, and waits for that for about a second. */
  @Override
  public void close() {
    child.kill(new KillCause.Requested());
    silence.close();
  }

  private static final class Ear implements ChildProcess.Listener {
    private final Consumer<WorkerEvent> listener;
    private final SilenceWatch silence;
    private boolean over;

    Ear(Consumer<WorkerEvent> listener, SilenceWatch silence) {
      this.listener = listener;
      this.silence = silence;
    }

    @Override
    public void said(WorkerEvent event) {
      over |=
          event instanceof WorkerEvent.Unpacked
              || event instanceof WorkerEvent.MixExported
              || event instanceof WorkerEvent.HandedOff
              || event instanceof WorkerEvent.Failed
              || event instanceof WorkerEvent.Stopped;
      listener.accept(event);
    }

    @Override
    public void ended(ChildProcess.Ending ending) {
      silence.close();
      if (over) {
        return;
      }
      listener.accept(
          switch (ending.killed()) {
            case KillCause.Requested _ -> new WorkerEvent.Stopped(0);
            case KillCause.OverLimit(long limitBytes, long rssBytes) ->
                new WorkerEvent.Failed(new JobFailure.MemoryLimitExceeded(limitBytes, rssBytes));
            case KillCause.Unresponsive(String reason) ->
                new WorkerEvent.Failed(new JobFailure.WorkerUnresponsive(reason));
            case null ->
                new WorkerEvent.Failed(
                    new JobFailure.WorkerCrashed(ending.exitCode(), ending.errors()));
          });
    }
  }
}
