package app.headroom.ui.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The budgets that the slider offers: small steps where they matter, large ones where they do not.
 * A position on it is an index into the steps, between two of them for a budget that lies between.
 */
public final class BudgetScale {

  private static final long MEGABYTE = 1_000_000;

  private final List<Long> steps;

  /**
   * @param leastBytes the smallest budget that is of use
   * @param mostBytes the largest that makes sense on this machine
   */
  public BudgetScale(long leastBytes, long mostBytes) {
    List<Long> bytes = new ArrayList<>();
    long first = Math.ceilDiv(leastBytes, 50 * MEGABYTE) * 50;
    for (long megabytes = first; megabytes * MEGABYTE <= mostBytes; ) {
      bytes.add(megabytes * MEGABYTE);
      long step = megabytes < 1000 ? 50 : megabytes < 2000 ? 100 : megabytes < 4000 ? 250 : 1000;
      megabytes = (megabytes / step + 1) * step;
    }
    if (bytes.size() < 2) {
      bytes.clear();
      bytes.add(first * MEGABYTE);
      bytes.add((first + 50) * MEGABYTE);
    }
    steps = List.copyOf(bytes);
  }

  /** The position of the last step; the first is 0. */
  public int last() {
    return steps.size() - 1;
  }

  public long bytes(double position) {
    return steps.get(Math.clamp(Math.round(position), 0, last()));
  }

  public double position(long bytes) {
    if (bytes <= steps.getFirst()) {
      return 0;
    }
    for (int i = 1; i < steps.size(); i++) {
      if (bytes <= steps.get(i)) {
        double below = steps.get(i - 1);
        return i - 1 + (bytes - below) / (steps.get(i) - below);
      }
    }
    return last();
  }
}
