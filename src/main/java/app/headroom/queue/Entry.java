package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One job in the queue's memory: what is stored of it and what is not. Queue thread only. */
final class Entry {

  private StoredJob stored;
  private long revision = 1;
  private @Nullable String waitingFor;
  private @Nullable JobProgress progress;

  /** Keys of the files that it will write, see {@link Claims}. */
  final List<String> claims;

  private @Nullable DiskNeed diskNeed;
  private long roomTried;

  /** Its folder is being deleted; it does not start before that is done. */
  boolean discarding;

  Entry(StoredJob stored, List<String> claims) {
    this.stored = stored;
    this.claims = claims;
  }

  StoredJob stored() {
    return stored;
  }

  JobId id() {
    return stored.id();
  }

  JobState state() {
    return stored.state();
  }

  @Nullable String waitingFor() {
    return waitingFor;
  }

  @Nullable JobProgress progress() {
    return progress;
  }

  void store(StoredJob newer) {
    stored = newer;
    waitingFor = newer.state() instanceof JobState.Parked(String cause) ? cause : null;
    if (!(newer.state() instanceof JobState.Running)) {
      progress = null;
    }
    revision++;
  }

  /**
   * @return whether it is another reason than before
   */
  boolean waitFor(@Nullable String reason) {
    if (Objects.equals(reason, waitingFor)) {
      return false;
    }
    waitingFor = reason;
    revision++;
    return true;
  }

  /** Set while it is parked for room on a disk. */
  @Nullable DiskNeed diskNeed() {
    return diskNeed;
  }

  /** Each time in a row it waits for twice as much, for the last time it was not enough. */
  void waitForRoom(@Nullable DiskNeed need) {
    diskNeed = need == null ? null : need.orTwice(roomTried);
    roomTried = diskNeed == null ? 0 : diskNeed.bytes();
  }

  void progress(JobProgress newer) {
    progress = newer;
    revision++;
  }

  JobSnapshot snapshot() {
    return new JobSnapshot(
        stored.id(),
        revision,
        stored.request(),
        stored.source(),
        stored.precision(),
        stored.submittedAt(),
        stored.state(),
        waitingFor,
        stored.history(),
        progress);
  }
}
