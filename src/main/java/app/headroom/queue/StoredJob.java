package app.headroom.queue;

import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Precision;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a job.
 *
 * @param place jobs are in the order of their places; no two have the same
 * @param wish {@link Wish#NONE} unless the state is {@code Running}
 */
public record StoredJob(
    JobId id,
    long place,
    SeparationRequest request,
    @Nullable SourceInfo source,
    Precision precision,
    Instant submittedAt,
    JobState state,
    Wish wish,
    JobHistory history) {

  StoredJob at(long newPlace) {
    return new StoredJob(
        id, newPlace, request, source, precision, submittedAt, state, wish, history);
  }

  /** Whatever was wished is done or void with a new state. */
  StoredJob with(JobState newState, JobHistory newHistory) {
    return new StoredJob(
        id, place, request, source, precision, submittedAt, newState, Wish.NONE, newHistory);
  }

  StoredJob with(JobHistory newHistory) {
    return new StoredJob(
        id, place, request, source, precision, submittedAt, state, wish, newHistory);
  }

  StoredJob with(Wish newWish) {
    return new StoredJob(
        id, place, request, source, precision, submittedAt, state, newWish, history);
  }

  StoredJob with(SourceInfo newSource) {
    return new StoredJob(
        id, place, request, newSource, precision, submittedAt, state, wish, history);
  }
}
