package app.headroom.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a job so far, over all its attempts. Its receipt is made of this, and what the
 * next attempt may do is decided by it.
 *
 * @param ceiling the longest segment that it may still use, or null where only the policy decides
 * @param notes what happened, in words with its cause, oldest first; at most {@link
 *     Receipt#MAX_NOTES}
 */
public record JobHistory(
    Tally tally, Work work, @Nullable SegmentLength ceiling, List<String> notes) {

  public static final JobHistory NONE =
      new JobHistory(
          new Tally(0, 0, 0, 0, 0, 0), new Work(Duration.ZERO, 0, 0, 0, Map.of()), null, List.of());

  private static final int MAX_NOTE_LENGTH = 400;

  public JobHistory {
    notes = List.copyOf(notes);
  }

  /**
   * How often something happened.
   *
   * @param attempts workers started
   * @param kills ended for using too much memory
   * @param killsAtLowest how many of these on the lowest rung
   * @param failuresInARow attempts that ended in a crash or in silence since the last finished
   *     segment
   * @param resumes attempts that went on from a checkpoint
   * @param pauses stopped with the place kept, by the user or for the machine's sake
   */
  public record Tally(
      int attempts, int kills, int killsAtLowest, int failuresInARow, int resumes, int pauses) {

    public Tally started() {
      return new Tally(attempts + 1, kills, killsAtLowest, failuresInARow, resumes, pauses);
    }

    public Tally resumed() {
      return new Tally(attempts, kills, killsAtLowest, failuresInARow, resumes + 1, pauses);
    }

    public Tally paused() {
      return new Tally(attempts, kills, killsAtLowest, failuresInARow, resumes, pauses + 1);
    }

    public Tally failed() {
      return new Tally(attempts, kills, killsAtLowest, failuresInARow + 1, resumes, pauses);
    }

    /**
     * @param atLowest how many kills on the lowest rung there are now
     */
    public Tally killed(int atLowest) {
      return new Tally(attempts, kills + 1, atLowest, failuresInARow, resumes, pauses);
    }

    public Tally progressed() {
      return new Tally(attempts, kills, killsAtLowest, 0, resumes, pauses);
    }

    Tally forgiven() {
      return new Tally(attempts, kills, 0, 0, resumes, pauses);
    }
  }

  /**
   * What was done.
   *
   * @param wall time that workers spent
   * @param peakBytes highest resident memory of the job's process tree that was seen
   * @param doneFrames frames at 44.1 kHz that are separated and on disk, as far as was told
   * @param totalFrames of the song at 44.1 kHz, or 0 while it is not decoded
   * @param segmentsByFrames how many segments were done at each length
   */
  public record Work(
      Duration wall,
      long peakBytes,
      long doneFrames,
      long totalFrames,
      Map<Integer, Long> segmentsByFrames) {

    public Work {
      segmentsByFrames = Map.copyOf(segmentsByFrames);
    }

    public Work at(long done, long total) {
      return new Work(wall, peakBytes, done, total, segmentsByFrames);
    }

    /**
     * A worker spent that time and was seen with that much memory at most. A clock that was set
     * back meanwhile takes nothing away.
     */
    public Work spent(Duration time, long peak) {
      Duration more = time.isNegative() ? Duration.ZERO : time;
      return new Work(
          wall.plus(more), Math.max(peakBytes, peak), doneFrames, totalFrames, segmentsByFrames);
    }

    /** From 0 to 1. */
    public double share() {
      return totalFrames <= 0 ? 0 : Math.min(1, doneFrames / (double) totalFrames);
    }
  }

  public JobHistory with(Tally changed) {
    return new JobHistory(changed, work, ceiling, notes);
  }

  public JobHistory with(Work changed) {
    return new JobHistory(tally, changed, ceiling, notes);
  }

  public JobHistory limitedTo(@Nullable SegmentLength longest) {
    return new JobHistory(tally, work, longest, notes);
  }

  /** A segment is done; failures before it no longer count. */
  public JobHistory segmentDone(int frames, long done, long total) {
    Map<Integer, Long> counts = new TreeMap<>(work.segmentsByFrames);
    counts.merge(frames, 1L, Long::sum);
    return new JobHistory(
        tally.progressed(),
        new Work(work.wall, work.peakBytes, done, total, counts),
        ceiling,
        notes);
  }

  /** With one more note; when there are too many, the oldest goes that is no remark. */
  public JobHistory noted(String note) {
    List<String> longer = new ArrayList<>(notes);
    longer.add(
        note.length() <= MAX_NOTE_LENGTH ? note : note.substring(0, MAX_NOTE_LENGTH - 1) + "…");
    if (longer.size() > Receipt.MAX_NOTES) {
      longer.remove(
          longer.stream()
              .filter(told -> !Receipt.isRemark(told))
              .findFirst()
              .orElse(longer.getFirst()));
    }
    return new JobHistory(tally, work, ceiling, longer);
  }

  /** The user asked for another try: what counted against it is forgotten, what is done is not. */
  public JobHistory forgiven() {
    return new JobHistory(tally.forgiven(), work, null, notes);
  }
}
