package app.headroom.ui.player;

import app.headroom.job.JobFailure;
import java.nio.file.Path;

/** What is being done for the player, or what came of it; immutable. */
sealed interface PlayerTask {

  record None() implements PlayerTask {}

  /** A finished song's stems are being decoded. */
  record Reading(double share) implements PlayerTask {}

  record Exporting(Path file, double share) implements PlayerTask {}

  /**
   * @param gain what the mix was multiplied by so that nothing clips
   */
  record Exported(Path file, double gain) implements PlayerTask {}

  record ReadingFailed(JobFailure failure) implements PlayerTask {}

  record ExportFailed(JobFailure failure) implements PlayerTask {}

  /** A mix can be exported when all of the song is separated. */
  record NotYet() implements PlayerTask {}
}
