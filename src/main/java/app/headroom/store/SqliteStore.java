package app.headroom.store;

import app.headroom.memory.CostStore;
import app.headroom.queue.JobStore;
import app.headroom.queue.QueueOwner;
import app.headroom.queue.RemoteQueue;
import app.headroom.queue.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The queue's database: SQLite with a write-ahead log, every commit forced to disk. Its file is
 * opened for writing by the process that holds the {@link QueueLock}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SqliteStore {

  private SqliteStore() {}

  /**
   * An open store.
   *
   * @param damaged where an unreadable database was put aside, or null; then this one began empty
   *     and the user is to be told
   */
  public record Opened(JobStore jobs, CostStore costs, @Nullable Path damaged) {}

  /**
   * Opens, and migrates, or creates. The caller holds the {@link QueueLock}.
   *
   * @throws StoreException if a newer version of the program wrote it, or it cannot be opened; it
   *     is left as it is then
   */
  public static Opened open(Path file, InstantSource clock) {
    throw new UnsupportedOperationException();
  }

  /**
   * The queue of another process.
   *
   * @throws StoreException if its database cannot be opened
   */
  public static RemoteQueue remote(Path file, QueueOwner owner) {
    throw new UnsupportedOperationException();
  }
}
