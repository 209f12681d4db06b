package app.headroom.worker;

import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The place that the worker before this one has left, if this order can go on from there. */
record KeptPlace(WorkerCommand.Separate order, JobSpool spool, Events events) {

  /**
   * Null if there is none. One that cannot be used is cleared away.
   *
   * @throws IOException if that cannot be done
   */
  @Nullable Checkpoint find() throws IOException {
    String unusable;
    try {
      Checkpoint kept = spool.load();
      if (kept == null) {
        return null;
      }
      unusable = difference(kept);
      if (unusable == null) {
        verify(kept);
        return kept;
      }
    } catch (IOException e) {
      unusable = "it is damaged (" + e.getMessage() + ")";
    }
    events.say(
        new WorkerEvent.Noted(
            "It begins afresh, since what was kept of it cannot be used: " + unusable + "."));
    spool.clear();
    return null;
  }

  /** Why it is not this order's, or null if it is. A song may vanish once decoded. */
  private @Nullable String difference(Checkpoint kept) {
    if (!kept.identity().fits(order)) {
      return "it belongs to another order";
    }
    try {
      return kept.identity().equals(OrderIdentity.of(order)) ? null : "the song has changed since";
    } catch (IOException e) {
      return null;
    }
  }

  private void verify(Checkpoint kept) throws IOException {
    if (kept.pass() >= order.passes().size()) {
      throw new IOException("it is in a pass that there is none of");
    }
    spool.verify(kept);
    if (kept.export() == null || kept.export().encoded() == null) {
      spool.overlap(kept, order.passes().get(kept.pass()).stems().size());
    }
  }
}
