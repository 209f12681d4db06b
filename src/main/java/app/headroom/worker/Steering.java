package app.headroom.worker;

import app.headroom.job.SegmentLength;
import app.headroom.protocol.WorkerCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the application wants of a running job. Commands are not queued: the latest counts. One
 * thread takes commands, another looks at them at its boundaries.
 */
final class Steering {

  /** How far the job is to step back. */
  enum Standing {
    RUN,
    HOLD,
    UNLOAD
  }

  private Standing standing = Standing.RUN;
  private boolean stop;
  private boolean cleanUp;
  private @Nullable SegmentLength segment;

  /**
   * @return whether the command steers a job, and could be meant
   */
  synchronized boolean take(WorkerCommand command) {
    switch (command) {
      case WorkerCommand.SetSegment set -> {
        try {
          segment = new SegmentLength(set.frames());
        } catch (IllegalArgumentException e) {
          return false;
        }
      }
      case WorkerCommand.CleanUp _ -> cleanUp = true;
      case WorkerCommand.Hold _ -> standing = Standing.HOLD;
      case WorkerCommand.Unload _ -> standing = Standing.UNLOAD;
      case WorkerCommand.Resume _ -> standing = Standing.RUN;
      case WorkerCommand.Stop _ -> stop = true;
      case WorkerCommand.Separate _,
          WorkerCommand.Probe _,
          WorkerCommand.Prepare _,
          WorkerCommand.Unpack _,
          WorkerCommand.ExportMix _,
          WorkerCommand.MakeHandOffs _ -> {
        return false;
      }
    }
    notifyAll();
    return true;
  }

  synchronized boolean mustStop() {
    return stop;
  }

  synchronized Standing standing() {
    return standing;
  }

  /** Whether a clean-up is wanted since the last call. */
  synchronized boolean takeCleanUp() {
    boolean wanted = cleanUp;
    cleanUp = false;
    return wanted;
  }

  /** The length that is wanted, or {@code otherwise} while none is. */
  synchronized SegmentLength segment(SegmentLength otherwise) {
    return segment == null ? otherwise : segment;
  }

  /** Waits until something else is wanted than {@code current}, at most for {@code atMost}. */
  synchronized void awaitChange(Standing current, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (standing == current && !stop && !cleanUp) {
      long millis = Math.ceilDiv(deadline - System.nanoTime(), 1_000_000);
      if (millis <= 0) {
        return;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts the working thread", e);
      }
    }
  }
}
