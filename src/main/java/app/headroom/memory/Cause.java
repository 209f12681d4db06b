package app.headroom.memory;

import app.headroom.job.Bytes;
import org.jspecify.annotations.Nullable;

/** Why something was decided. */
public sealed interface Cause {

  /** In words, without a full stop: {@code memory at 87 % (chrome 9.1 GB)}. */
  String text();

  /**
   * So much memory is in use.
   *
   * @param ofLimit whether that is of what this program is allowed, not of the machine
   * @param biggest the biggest other program, where it is known
   */
  record Used(double percent, boolean ofLimit, @Nullable ProgramMemory biggest) implements Cause {
    @Override
    public String text() {
      return (ofLimit ? "allowed memory at " : "memory at ")
          + Math.round(percent)
          + " %"
          + (biggest == null ? "" : " (" + biggest + ")");
    }
  }

  /** Programs wait for memory. */
  record Stalled(Stall stall, @Nullable ProgramMemory biggest) implements Cause {
    @Override
    public String text() {
      return "programs waited for memory "
          + Math.round(stall.someAvg10())
          + " % of the last 10 s"
          + (biggest == null ? "" : " (" + biggest + ")");
    }
  }

  /** The system says so. */
  record Signalled(@Nullable ProgramMemory biggest) implements Cause {
    @Override
    public String text() {
      return "the system is short of memory" + (biggest == null ? "" : " (" + biggest + ")");
    }
  }

  /** The job itself holds so much. */
  record OwnFootprint(long rssBytes, long ofBytes) implements Cause {
    @Override
    public String text() {
      return "the job uses " + Bytes.text(rssBytes) + " of " + Bytes.text(ofBytes);
    }
  }

  /** At its present segment length the job is expected to come to so much. */
  record OverBudget(long expectedBytes, long budgetBytes) implements Cause {
    @Override
    public String text() {
      return "it would take "
          + Bytes.text(expectedBytes)
          + " of a budget of "
          + Bytes.text(budgetBytes);
    }
  }
}
