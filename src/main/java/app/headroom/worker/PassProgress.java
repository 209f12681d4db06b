package app.headroom.worker;

import app.headroom.audio.StemWriter;
import app.headroom.demucs.OverlapState;
import app.headroom.demucs.TrackSeparation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How far a pass has come on the disk. One thread at a time; the writer is closed by who opened it.
 */
final class PassProgress {

  private final StemWriter stems;
  private final JobSpool spool;
  private final @Nullable Hearing hearing;
  private Checkpoint place;

  /**
   * @param stems gets the segments' frames
   * @param start where the pass begins; what it counts is on the disk
   * @param hearing what hears the frames, or null where it is a later pass that makes them whole
   */
  PassProgress(StemWriter stems, JobSpool spool, Checkpoint start, @Nullable Hearing hearing) {
    this.stems = stems;
    this.spool = spool;
    this.place = start;
    this.hearing = hearing;
  }

  /**
   * Puts on the disk what a segment has given, and then the place behind it.
   *
   * @throws IOException if that cannot be done; the place is the one before
   */
  Checkpoint keep(TrackSeparation.Segment segment) throws IOException {
    OverlapState overlap = segment.finish();
    stems.force();
    Checkpoint reached = place.segmentDone(stems.frames(), stems.peaks());
    spool.save(reached, overlap);
    place = reached;
    return reached;
  }

  /** Hears what is kept. */
  void hear() throws IOException {
    if (hearing != null) {
      hearing.goOn(place.doneFrames());
    }
  }

  /** The last one that is on the disk. */
  Checkpoint place() {
    return place;
  }
}
