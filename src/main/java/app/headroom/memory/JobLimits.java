package app.headroom.memory;

/**
 * What one job may take.
 *
 * @param budgetBytes what its segment length is chosen to stay under; never above {@code killBytes}
 * @param killBytes where its process tree is ended
 */
public record JobLimits(long budgetBytes, long killBytes) {

  public JobLimits {
    budgetBytes = Math.min(budgetBytes, killBytes);
  }
}
