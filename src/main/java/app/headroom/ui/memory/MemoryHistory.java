package app.headroom.ui.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The last ten minutes of the machine's memory in fixed room: one bucket for every two seconds,
 * holding the fullest sample that fell into it, and the marks of what was done. Buckets without a
 * sample (the machine slept) stay empty. Belongs to one thread; needs no toolkit.
 */
public final class MemoryHistory {

  public static final Duration BUCKET = Duration.ofSeconds(2);
  public static final int BUCKETS = 300;
  public static final int MAX_MARKS = 60;

  private final Bucket[] ring = new Bucket[BUCKETS];
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long newest = Long.MIN_VALUE;
  private int version;

  public MemoryHistory() {
    Arrays.fill(ring, Bucket.EMPTY);
  }

  /**
   * One moment. All are shares of the machine's memory; the lines are where others' use and the
   * running jobs' budgets (or hard limits) end, and {@code NaN} while no job runs.
   */
  public record Bucket(double others, double us, double budgetLine, double killLine) {
    static final Bucket EMPTY = new Bucket(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    public boolean empty() {
      return Double.isNaN(others);
    }

    double used() {
      return others + us;
    }
  }

  /** What a mark stands for. */
  public enum MarkKind {
    HALVED,
    LONGER,
    PAUSED,
    PARKED,
    KILLED,
    RESUMED,
    NORMAL,
    HIGH,
    CRITICAL
  }

  /**
   * @param text time, cause and effect in words
   */
  public record Mark(Instant at, MarkKind kind, String text) {}

  /**
   * Takes one sample.
   *
   * @return whether a new bucket was begun by it
   */
  public boolean add(Instant at, Bucket sample) {
    long index = index(at);
    if (index > newest) {
      long from = Math.max(newest, index - BUCKETS);
      for (long skipped = from + 1; skipped < index; skipped++) {
        ring[slot(skipped)] = Bucket.EMPTY;
      }
      ring[slot(index)] = sample;
      newest = index;
      version++;
      forgetOldMarks();
      return true;
    }
    if (index == newest && sample.used() >= ring[slot(index)].used()) {
      ring[slot(index)] = sample;
    }
    return false;
  }

  public void mark(Mark mark) {
    marks.addLast(mark);
    version++;
    forgetOldMarks();
    if (marks.size() > MAX_MARKS) {
      marks.removeFirst();
    }
  }

  /** Another one whenever there is something new to draw: a bucket begun, a mark. */
  public int version() {
    return version;
  }

  /** Whether nothing was ever added. */
  public boolean isEmpty() {
    return newest == Long.MIN_VALUE;
  }

  /** The bucket {@code age} before the newest, 0 to {@link #BUCKETS} - 1. */
  public Bucket bucket(int age) {
    return isEmpty() ? Bucket.EMPTY : ring[slot(newest - age)];
  }

  /** Where a moment lies on the picture: 0 is ten minutes ago, 1 is now. */
  public double position(Instant at) {
    double age = newest - at.toEpochMilli() / (double) BUCKET.toMillis();
    return 1 - age / BUCKETS;
  }

  /** When the bucket of that age began. */
  public Instant time(int age) {
    return Instant.ofEpochMilli((newest - age) * BUCKET.toMillis());
  }

  /** Oldest first. */
  public List<Mark> marks() {
    return List.copyOf(marks);
  }

  private void forgetOldMarks() {
    while (!marks.isEmpty() && !isEmpty() && position(marks.getFirst().at()) < 0) {
      marks.removeFirst();
    }
  }

  private static long index(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), BUCKET.toMillis());
  }

  private static int slot(long index) {
    return (int) Math.floorMod(index, (long) BUCKETS);
  }
}
