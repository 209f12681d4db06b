package app.headroom.worker;

import app.headroom.job.JobFailure;

/** The order can't be done, for a reason that the user is told. */
final class JobFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient JobFailure failure;

  JobFailedException(JobFailure failure) {
    super(failure.code() + ": " + failure.what());
    this.failure = failure;
  }

  JobFailure failure() {
    return failure;
  }
}
