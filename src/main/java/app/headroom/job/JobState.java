package app.headroom.job;

import java.time.Instant;

/** Where a job stands. {@link #mayBecome} holds the legal moves. */
public sealed interface JobState {

  /** In the queue; starts when its turn comes and its forecast fits. */
  record Waiting() implements JobState {}

  /** A worker is at it. */
  record Running(Instant since) implements JobState {}

  /** The user stopped it; its place is kept on disk. */
  record Paused() implements JobState {}

  /** The machine ran short; its place is kept on disk and it starts again by itself. */
  record Parked(String cause) implements JobState {}

  record Finished(Receipt receipt) implements JobState {}

  record Failed(JobFailure failure) implements JobState {}

  record Cancelled() implements JobState {}

  /** Whether nothing more happens to the job unless the user asks for it. */
  default boolean terminal() {
    return switch (this) {
      case Waiting _, Running _, Paused _, Parked _ -> false;
      case Finished _, Failed _, Cancelled _ -> true;
    };
  }

  /** Whether {@code next} may follow this. */
  default boolean mayBecome(JobState next) {
    return switch (this) {
      case Waiting _ ->
          next instanceof Running
              || next instanceof Paused
              || next instanceof Parked
              || next instanceof Failed
              || next instanceof Cancelled;
      case Running _ -> !(next instanceof Running);
      case Paused _ -> next instanceof Waiting || next instanceof Cancelled;
      case Parked _ ->
          next instanceof Waiting || next instanceof Paused || next instanceof Cancelled;
      case Failed _, Cancelled _ -> next instanceof Waiting;
      case Finished _ -> next instanceof Finished; // more is made of its stems
    };
  }
}
