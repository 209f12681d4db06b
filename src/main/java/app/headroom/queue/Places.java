package app.headroom.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The numbers by which jobs are ordered. There is room between them, so that few change. */
final class Places {

  /** From one to the next, to begin with. */
  static final long SPACING = 1L << 24;

  private Places() {}

  /**
   * Puts {@code moving}, in that order, before the job that is now at {@code position}.
   *
   * @param order all jobs, those that move among them
   */
  static Edit moved(List<Entry> order, List<Entry> moving, int position) {
    Set<Entry> set = new HashSet<>(moving);
    List<Entry> before = new ArrayList<>();
    List<Entry> after = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      if (!set.contains(order.get(i))) {
        (i < position ? before : after).add(order.get(i));
      }
    }
    long from = before.isEmpty() ? Long.MIN_VALUE : before.getLast().stored().place();
    long to = after.isEmpty() ? Long.MAX_VALUE : after.getFirst().stored().place();
    if (from == Long.MIN_VALUE) {
      from = (to == Long.MAX_VALUE ? 0 : to) - SPACING * (moving.size() + 1L);
    }
    if (to == Long.MAX_VALUE) {
      to = from + SPACING * (moving.size() + 1L);
    }
    long step = (to - from) / (moving.size() + 1L);
    if (step > 0) {
      return numbered(moving, from, step);
    }
    List<Entry> all = new ArrayList<>(before);
    all.addAll(moving);
    all.addAll(after);
    return numbered(all, 0, SPACING);
  }

  private static Edit numbered(List<Entry> entries, long from, long step) {
    Edit edit = new Edit();
    for (int i = 0; i < entries.size(); i++) {
      StoredJob job = entries.get(i).stored();
      long place = from + step * (i + 1L);
      if (job.place() != place) {
        edit.save(job.at(place));
      }
    }
    return edit;
  }
}
