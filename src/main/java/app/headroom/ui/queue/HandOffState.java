package app.headroom.ui.queue;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import java.util.Set;

/** What becomes of the files for other programs that the user has asked for on a row. */
sealed interface HandOffState {

  /**
   * @param share from 0 to 1
   */
  record Making(Set<HandOff> wanted, double share) implements HandOffState {}

  /**
   * @param note what could not be made
   */
  record MadeInPart(String note) implements HandOffState {}

  record Failed(Set<HandOff> wanted, JobFailure failure) implements HandOffState {}
}
