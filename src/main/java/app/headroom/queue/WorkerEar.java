package app.headroom.queue;

import app.headroom.job.SegmentLength;
import app.headroom.memory.GovernorInput;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hears one worker, on the worker's thread: passes to the governor at once what concerns it, and
 * everything to the queue's thread. Of progress within a phase only the newest is under way, so
 * that a talkative worker fills nothing.
 */
final class WorkerEar implements WorkerListener {

  private record Part(String phase, long done, long total) {}

  private static final int MAX_PHASE_LENGTH = 40;

  private final Run run;
  private final Runs runs;
  private final Overseer overseer;
  private final Executor queueThread;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Part> newest = new AtomicReference<>();

  WorkerEar(Run run, Runs runs, Overseer overseer, Executor queueThread, InstantSource clock) {
    this.run = run;
    this.runs = runs;
    this.overseer = overseer;
    this.queueThread = queueThread;
    this.clock = clock;
  }

  @Override
  public void progressed(String phase, long doneUnits, long totalUnits) {
    String bounded =
        phase.length() <= MAX_PHASE_LENGTH ? phase : phase.substring(0, MAX_PHASE_LENGTH);
    if (newest.getAndSet(new Part(bounded, doneUnits, totalUnits)) == null) {
      queueThread.execute(
          () -> {
            Part part = newest.getAndSet(null);
            if (part != null) {
              runs.progressed(run, part.phase, part.done, part.total);
            }
          });
    }
  }

  @Override
  public void decoded(long frames, double audioSeconds) {
    queueThread.execute(() -> runs.decoded(run, Math.max(0, frames)));
  }

  @Override
  public void resumedAt(long doneFrames, long totalFrames) {
    queueThread.execute(() -> runs.resumedAt(run, bounded(doneFrames, totalFrames), totalFrames));
  }

  @Override
  public void segmentDone(long doneFrames, long totalFrames, int segmentFrames, long wallMillis) {
    int frames =
        Math.clamp(
            segmentFrames, SegmentLength.SHORTEST.frames(), SegmentLength.LONGEST_PIECE.frames());
    overseer.tell(
        new GovernorInput.SegmentFinished(run.id(), new SegmentLength(frames), clock.instant()));
    queueThread.execute(
        () ->
            runs.segmentDone(
                run, bounded(doneFrames, totalFrames), totalFrames, frames, wallMillis));
  }

  @Override
  public void noted(String note) {
    queueThread.execute(() -> runs.noted(run, note));
  }

  @Override
  public void cleanedUp() {
    // said in the log by the decision that asked for it
  }

  @Override
  public void held(long doneFrames) {
    overseer.tell(new GovernorInput.Held(run.id(), clock.instant()));
    queueThread.execute(() -> runs.acts(run, JobProgress.Activity.HELD));
  }

  @Override
  public void unloaded() {
    overseer.tell(new GovernorInput.Unloaded(run.id(), clock.instant()));
    queueThread.execute(() -> runs.acts(run, JobProgress.Activity.UNLOADED));
  }

  @Override
  public void ended(End end) {
    queueThread.execute(() -> runs.ended(run, end));
  }

  private static long bounded(long doneFrames, long totalFrames) {
    return Math.clamp(doneFrames, 0, Math.max(0, totalFrames));
  }
}
