package app.headroom.worker;

import app.headroom.protocol.Phase;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to the application, for all threads of the worker. */
final class Events {

  private static final long PROGRESS_NANOS = Duration.ofMillis(250).toNanos();

  private final OutputStream out;
  private @Nullable Phase lastPhase;
  private long lastProgressNanos;

  Events(OutputStream out) {
    this.out = out;
  }

  /**
   * @throws ApplicationGoneException if nobody reads any more
   */
  synchronized void say(WorkerEvent event) {
    try {
      out.write((Protocol.line(event) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new ApplicationGoneException(e);
    }
  }

  /** Says so a few times a second, and whenever the phase is another one. */
  synchronized void progress(Phase phase, long doneUnits, long totalUnits) {
    long now = System.nanoTime();
    if (phase != lastPhase || now - lastProgressNanos >= PROGRESS_NANOS) {
      lastPhase = phase;
      lastProgressNanos = now;
      say(new WorkerEvent.Progress(phase, doneUnits, totalUnits));
    }
  }

  /** There is nobody to work for. */
  static final class ApplicationGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApplicationGoneException(IOException cause) {
      super("the application does not read any more", cause);
    }
  }
}
