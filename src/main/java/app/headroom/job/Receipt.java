package app.headroom.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a finished job took.
 *
 * @param stems file by stem id, in the model's order ({@code vocals}, {@code no_vocals} for two)
 * @param wall time that workers spent on it, summed over attempts
 * @param peakBytes highest resident memory of its process tree, over all attempts
 * @param segmentsByFrames how many segments were done at each length (frames at 44.1 kHz)
 * @param notes what happened on the way, in words with its cause, oldest first; at most {@link
 *     #MAX_NOTES}
 * @param gain the one gain that all stems got, or null where it was not kept
 * @param extras what there is besides the stems
 */
public record Receipt(
    Map<String, Path> stems,
    double audioSeconds,
    Duration wall,
    long peakBytes,
    Map<Integer, Long> segmentsByFrames,
    Precision precision,
    int kills,
    int resumes,
    int pauses,
    List<String> notes,
    @Nullable Double gain,
    Extras extras) {

  public static final int MAX_NOTES = 50;

  public Receipt {
    extras = Extras.of(extras);
  }

  /**
   * Those of the notes that say something about the stems and not about the way to them: that the
   * song ends before its header says, that something asked for could not be made. They are whole
   * sentences; what happened on the way is told without a full stop.
   */
  public List<String> remarks() {
    return notes.stream().filter(Receipt::isRemark).toList();
  }

  static boolean isRemark(String note) {
    return note.endsWith(".");
  }

  /** With more files for other programs. */
  public Receipt withHandOffs(Map<HandOff, Path> more) {
    Map<HandOff, Path> all = new TreeMap<>(extras.handOffs());
    all.putAll(more);
    return new Receipt(
        stems,
        audioSeconds,
        wall,
        peakBytes,
        segmentsByFrames,
        precision,
        kills,
        resumes,
        pauses,
        notes,
        gain,
        new Extras(extras.match(), extras.music(), all));
  }
}
