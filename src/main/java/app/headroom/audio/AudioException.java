package app.headroom.audio;

import app.headroom.job.JobFailure;
import org.jspecify.annotations.Nullable;

/** Reading or writing sound did not work, for a reason that the user is told. */
public final class AudioException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient JobFailure failure;

  public AudioException(JobFailure failure) {
    this(failure, null);
  }

  public AudioException(JobFailure failure, @Nullable Throwable cause) {
    super(failure.code() + ": " + failure.what(), cause);
    this.failure = failure;
  }

  /** What happened and what the user can do. */
  public JobFailure failure() {
    return failure;
  }
}
