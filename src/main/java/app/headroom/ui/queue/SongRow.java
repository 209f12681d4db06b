package app.headroom.ui.queue;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.queue.JobSnapshot;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.jspecify.annotations.Nullable;

/**
 * One song of the list for as long as it is in it: the newest of its snapshots, and what is
 * gathered about it meanwhile. Cells watch {@link #version}. Belongs to the FX thread; needs no
 * toolkit.
 */
public final class SongRow {

  private final JobMemory memory = new JobMemory();
  private final IntegerProperty version = new SimpleIntegerProperty(this, "version");
  private JobSnapshot job;
  private int waitingAhead;
  private @Nullable HandOffState handOff;

  SongRow(JobSnapshot job) {
    this.job = job;
  }

  public JobId id() {
    return job.id();
  }

  public JobSnapshot job() {
    return job;
  }

  /** The files of its stems; none until it is finished. */
  List<Path> stems() {
    return job.state() instanceof JobState.Finished finished
        ? List.copyOf(finished.receipt().stems().values())
        : List.of();
  }

  /** Null where there is nothing to say about it. */
  @Nullable HandOffState handOff() {
    return handOff;
  }

  void handOff(@Nullable HandOffState state) {
    handOff = state;
    touch();
  }

  int waitingAhead() {
    return waitingAhead;
  }

  JobMemory memory() {
    return memory;
  }

  /** Changes whenever the row has something new to show. */
  IntegerProperty version() {
    return version;
  }

  void update(JobSnapshot newer, int newWaitingAhead) {
    if (newer.revision() != job.revision() || newWaitingAhead != waitingAhead) {
      job = newer;
      waitingAhead = newWaitingAhead;
      touch();
    }
  }

  /** Takes a sample of the job's memory. */
  void sampled(long rssBytes, long budgetBytes) {
    if (rssBytes > 0 && budgetBytes > 0) {
      memory.add(rssBytes / (double) budgetBytes);
      touch();
    }
  }

  void touch() {
    version.set(version.get() + 1);
  }
}
