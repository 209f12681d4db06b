package app.headroom.worker;

import app.headroom.audio.DecodedSource;
import app.headroom.audio.Publication;
import app.headroom.audio.StemPeaks;
import app.headroom.job.Extras;
import org.jspecify.annotations.Nullable;

/**
 * A place in a job from which it can go on. What it counts is on the disk already.
 *
 * @param version {@link #VERSION}; another one can't be gone on from
 * @param pass which network it goes through, from 0; those before it have been through all of it
 * @param segments how many are done in all passes; the overlap behind the last of them lies in a
 *     file of that number, where the pass has any
 * @param doneFrames frames of this pass's stems that are final
 * @param peaks of these frames, as far as a pass has seen all stems
 * @param export set once the stems are about to be encoded, null before
 */
record Checkpoint(
    int version,
    OrderIdentity identity,
    DecodedSource source,
    int pass,
    long segments,
    long doneFrames,
    StemPeaks peaks,
    @Nullable Export export) {

  static final int VERSION = 2;

  Checkpoint {
    if (pass < 0
        || segments < 0
        || source.frames() < 1
        || doneFrames < 0
        || doneFrames > source.frames()
        || peaks.stems().size() != identity.modelStems().size()) {
      throw new IllegalArgumentException("there is no such place in the song");
    }
  }

  /**
   * Stems on their way to their final names.
   *
   * @param encoded null until all of them are encoded and checked
   * @param published whether all have their final names
   */
  record Export(Publication publication, @Nullable Encoded encoded, boolean published) {}

  /**
   * @param frames length of each stem in its own rate
   * @param gain the one gain that all stems got
   * @param extras what there is besides the stems
   */
  record Encoded(long frames, int sampleRateHz, double gain, Extras extras) {

    Encoded {
      extras = Extras.of(extras);
    }
  }

  static Checkpoint atStart(OrderIdentity identity, DecodedSource source) {
    return new Checkpoint(
        VERSION, identity, source, 0, 0, 0, StemPeaks.none(identity.modelStems().size()), null);
  }

  Checkpoint segmentDone(long newDoneFrames, StemPeaks newPeaks) {
    return new Checkpoint(
        version, identity, source, pass, segments + 1, newDoneFrames, newPeaks, null);
  }

  /** At the beginning of the song again, with the next network. */
  Checkpoint nextPass() {
    return new Checkpoint(version, identity, source, pass + 1, segments, 0, peaks, null);
  }

  Checkpoint with(@Nullable Export newExport) {
    return new Checkpoint(version, identity, source, pass, segments, doneFrames, peaks, newExport);
  }

  /** Whether the pass is over. */
  boolean passDone() {
    return doneFrames == source.frames();
  }

  /** As many frames of the song as the work of all passes so far is worth. */
  long worthFrames(int passes) {
    return (pass * source.frames() + doneFrames) / passes;
  }
}
