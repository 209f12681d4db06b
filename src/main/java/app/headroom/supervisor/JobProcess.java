package app.headroom.supervisor;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkerListener;
import app.headroom.queue.WorkerListener.End;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker that separates a song: the queue's handle on it, and what tells the queue of it. */
final class JobProcess implements RunningWorker, ChildProcess.Listener {

  private final JobId job;
  private final WorkerListener listener;
  private final Duration stopping;
  private final Consumer<Boolean> gone;
  private final CompletableFuture<ChildProcess> child = new CompletableFuture<>();

  /** What it said last before its end; only on the threads that tell, one at a time. */
  private @Nullable End said;

  /**
   * @param gone told before the listener that the process is gone, and whether it has finished its
   *     song and ended by itself
   */
  JobProcess(JobId job, WorkerListener listener, Duration stopping, Consumer<Boolean> gone) {
    this.job = job;
    this.listener = listener;
    this.stopping = stopping;
    this.gone = gone;
  }

  /** Called once, by who has started the process; it may have said something already. */
  void runsIn(ChildProcess process) {
    child.complete(process);
  }

  @Override
  public JobId jobId() {
    return job;
  }

  @Override
  public long pid() {
    return child.join().pid();
  }

  @Override
  public Instant startedAt() {
    return child.join().startedAt();
  }

  @Override
  public void setSegment(SegmentLength length) {
    send(new WorkerCommand.SetSegment(length.frames()));
  }

  @Override
  public void cleanUp() {
    send(new WorkerCommand.CleanUp());
  }

  @Override
  public void hold() {
    send(new WorkerCommand.Hold());
  }

  @Override
  public void unload() {
    send(new WorkerCommand.Unload());
  }

  @Override
  public void resume() {
    send(new WorkerCommand.Resume());
  }

  @Override
  public void stop() {
    send(new WorkerCommand.Stop());
    mustEndSoon();
  }

  private void mustEndSoon() {
    CompletableFuture.delayedExecutor(
            stopping.toNanos(), TimeUnit.NANOSECONDS, task -> Thread.ofVirtual().start(task))
        .execute(() -> kill(new KillCause.Unresponsive("it did not end when it was asked to")));
  }

  @Override
  public void kill(KillCause cause) {
    child.join().kill(cause);
  }

  private void send(WorkerCommand command) {
    child.join().send(command);
  }

  @Override
  public void said(WorkerEvent event) {
    switch (event) {
      case WorkerEvent.Hello hello -> {
        if (hello.protocol() != Protocol.VERSION) {
          broken("it speaks version " + hello.protocol() + " of the protocol");
        }
      }
      case WorkerEvent.Progress progress ->
          listener.progressed(progress.phase().id(), progress.doneUnits(), progress.totalUnits());
      case WorkerEvent.SourceDecoded decoded ->
          listener.decoded(
              decoded.frames(), decoded.frames() / (double) SegmentLength.SAMPLE_RATE_HZ);
      case WorkerEvent.Resumed resumed ->
          listener.resumedAt(resumed.doneFrames(), resumed.totalFrames());
      case WorkerEvent.SegmentDone done ->
          listener.segmentDone(
              done.doneFrames(), done.totalFrames(), done.segmentFrames(), done.wallMillis());
      case WorkerEvent.Alive _ -> {}
      case WorkerEvent.Noted noted -> listener.noted(noted.note());
      case WorkerEvent.CleanedUp _ -> listener.cleanedUp();
      case WorkerEvent.Held held -> listener.held(held.doneFrames());
      case WorkerEvent.Unloaded _ -> listener.unloaded();
      case WorkerEvent.Stopped _ -> lastWord(new End.Stopped());
      case WorkerEvent.Failed failed -> lastWord(new End.Failed(failed.failure()));
      case WorkerEvent.Finished finished ->
          lastWord(
              new End.Finished(
                  finished.stems(),
                  finished.frames(),
                  finished.sampleRateHz(),
                  finished.audioSeconds(),
                  finished.gain(),
                  finished.segments(),
                  finished.peakRssBytes(),
                  finished.millis(),
                  finished.extras()));
      case WorkerEvent.Probed _,
          WorkerEvent.ProbeFailed _,
          WorkerEvent.Prepared _,
          WorkerEvent.Unpacked _,
          WorkerEvent.MixExported _,
          WorkerEvent.HandedOff _ ->
          broken("it answered what it was not asked");
    }
  }

  private void lastWord(End end) {
    said = end;
    // a virtual machine with a thread that waits for input takes 0.3 s longer to end
    child.join().endInput();
    mustEndSoon();
  }

  private void broken(String reason) {
    kill(new KillCause.Unresponsive(reason));
  }

  /** A worker that is killed after its last word has ended as it said. */
  @Override
  public void ended(ChildProcess.Ending ending) {
    KillCause killed = ending.killed();
    gone.accept(said instanceof End.Finished && killed == null && ending.exitCode() == 0);
    if (said != null) {
      listener.ended(said);
    } else if (killed != null) {
      listener.ended(new End.Killed(killed));
    } else {
      listener.ended(
          new End.Failed(new JobFailure.WorkerCrashed(ending.exitCode(), ending.errors())));
    }
  }
}
