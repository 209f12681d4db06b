package app.headroom.ui.player;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Receipt;
import app.headroom.job.Stem;
import app.headroom.job.TrackTags;
import app.headroom.player.Workshop.Layout;
import app.headroom.queue.JobSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The song that the player has open; immutable.
 *
 * @param stems ids in order: {@code vocals}, {@code no_vocals}
 * @param frames length of the whole song
 * @param separatedFrames how far it is separated
 * @param files the finished stems in order; empty while it is not finished
 */
record OpenSong(
    JobSnapshot job, List<String> stems, long frames, long separatedFrames, List<Path> files) {

  private static final double RATE_HZ = 44_100;

  /**
   * What there is to listen to of a job, or null if there is nothing yet, or nothing any more.
   *
   * @param layouts by the model's name
   */
  static @Nullable OpenSong of(JobSnapshot job, Function<String, Layout> layouts) {
    return switch (job.state()) {
      case JobState.Finished(Receipt receipt) -> {
        long frames = Math.round(receipt.audioSeconds() * RATE_HZ);
        yield receipt.stems().isEmpty()
            ? null
            : new OpenSong(
                job,
                List.copyOf(receipt.stems().keySet()),
                frames,
                frames,
                List.copyOf(receipt.stems().values()));
      }
      case JobState.Running _, JobState.Paused _, JobState.Parked _, JobState.Waiting _ -> {
        Layout layout = layouts.apply(job.request().model());
        long frames = job.history().work().totalFrames();
        // of several passes only the last gives whole frames
        long done =
            job.history().work().doneFrames() * layout.passes() - frames * (layout.passes() - 1);
        List<String> stems = layout.stems().stream().map(Stem::id).toList();
        yield done <= 0 || stems.isEmpty()
            ? null
            : new OpenSong(job, stems, frames, done, List.of());
      }
      case JobState.Failed _, JobState.Cancelled _ -> null;
    };
  }

  JobId id() {
    return job.id();
  }

  boolean finished() {
    return !files.isEmpty();
  }

  double seconds() {
    return frames / RATE_HZ;
  }

  TrackTags tags() {
    return job.source() == null ? TrackTags.NONE : job.source().tags();
  }

  /** As its tags say, else the file's name without its ending. */
  String title() {
    String title = tags().title();
    return title == null || title.isBlank() ? fileName() : title;
  }

  String fileName() {
    String name = String.valueOf(job.request().source().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Where a mix of it belongs by default: beside its stems. */
  Path folder() {
    return files.isEmpty() ? job.request().outputFolder() : files.getFirst().resolveSibling("");
  }
}
