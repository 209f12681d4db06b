package app.headroom.models;

import app.headroom.job.JobFailure;

/** A model could not be made ready; the failure says why, and what the user can do. */
public final class ModelUnavailableException extends Exception {

  private final transient JobFailure failure;

  public ModelUnavailableException(JobFailure failure) {
    super(failure.what());
    this.failure = failure;
  }

  static ModelUnavailableException missing(String model, String reason) {
    return new ModelUnavailableException(new JobFailure.ModelMissing(model, reason));
  }

  static ModelUnavailableException changed(String model) {
    return missing(model, "its files changed while they were made");
  }

  public JobFailure failure() {
    return failure;
  }
}
