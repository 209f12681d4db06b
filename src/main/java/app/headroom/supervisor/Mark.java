package app.headroom.supervisor;

import app.headroom.job.JobId;
import java.util.Map;
import java.util.UUID;

/**
 * Stands in the environment of a process and of all that it starts, so that these are found also
 * when their parent is gone (where the system shows environments).
 */
record Mark(String value) {

  private static final String NAME = "HEADROOM_WORKER";

  /** Nobody else's. */
  static Mark fresh() {
    return new Mark(UUID.randomUUID().toString());
  }

  /** Of one worker of the job. */
  static Mark ofWorker(JobId job) {
    return new Mark(ofJob(job).value + UUID.randomUUID());
  }

  /** With which those of all its workers begin, earlier ones' too. */
  static Mark ofJob(JobId job) {
    return new Mark(job.value() + "/");
  }

  void putInto(Map<String, String> environment) {
    environment.put(NAME, value);
  }

  /**
   * @param environment as the system shows it
   */
  boolean standsIn(String environment) {
    return environment.contains(NAME + "=" + value);
  }
}
