package app.headroom.external;

import app.headroom.job.JobFailure;

/** The command is not there, or did not do its work. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient JobFailure failure;

  CommandException(JobFailure failure) {
    super(failure.code() + ": " + failure.what());
    this.failure = failure;
  }

  public JobFailure failure() {
    return failure;
  }
}
