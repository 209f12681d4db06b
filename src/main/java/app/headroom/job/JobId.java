package app.headroom.job;

import java.util.UUID;

/**
 * Names one job for as long as it is known, across restarts. A random UUID in its canonical form.
 */
public record JobId(String value) {

  /**
   * @throws IllegalArgumentException if {@code value} is not a UUID; it also names the job's spool
   *     folder, so nothing else may get in
   */
  public JobId {
    if (!UUID.fromString(value).toString().equals(value)) {
      throw new IllegalArgumentException("not a job id: " + value);
    }
  }

  public static JobId random() {
    return new JobId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
