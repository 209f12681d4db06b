package app.headroom.store;

import app.headroom.memory.CostStore;
import app.headroom.memory.LearnedCost;
import app.headroom.queue.Answer;
import app.headroom.queue.Attempt;
import app.headroom.queue.JobStore;
import app.headroom.queue.QueueOwner;
import app.headroom.queue.RemoteQueue;
import app.headroom.queue.StoreException;
import app.headroom.queue.StoredJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue's database: SQLite with a write-ahead log, every commit forced to disk. Its file is
 * opened for writing by the process that holds the {@link QueueLock}.
 */
public final class SqliteStore implements JobStore, CostStore {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

  /** For the process that has just taken the queue to make its database, or to migrate it. */
  private static final Duration OWNER_OPENS = Duration.ofSeconds(5);

  private static final Duration LOOKING = Duration.ofMillis(50);

  private final Connection connection;
  private long seenVersion = -1;
  private volatile Set<String> unreadableJobs = Set.of();

  private SqliteStore(Connection connection) {
    this.connection = connection;
  }

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
    return open(file, clock, Migrations.ofProgram());
  }

  static Opened open(Path file, InstantSource clock, Migrations migrations) {
    Instant now = clock.instant();
    Path damaged = DatabaseFile.putAsideIfDamaged(file, now, migrations);
    Connection connection = null;
    try {
      connection = DatabaseFile.open(file);
      migrations.apply(connection);
      Inbox.tidy(connection, now);
      SqliteStore store = new SqliteStore(connection);
      connection = null;
      return new Opened(store, store, damaged);
    } catch (SQLException e) {
      throw new StoreException(
          "the queue's database " + file + " cannot be opened: " + words(e), e);
    } finally {
      if (connection != null) {
        close(connection);
      }
    }
  }

  /**
   * Looks, without changing it, whether this program can use that database: before anything is made
   * ready for songs that could not be queued then.
   *
   * @throws StoreException if a newer version of the program wrote it
   */
  public static void requireKnown(Path file) {
    if (Files.isRegularFile(file)) {
      try (Connection connection = DatabaseFile.openToLook(file)) {
        var _ = Migrations.ofProgram().areDone(connection);
      } catch (SQLException e) {
        LOG.debug("what is wrong with {} is said when it is opened", file, e);
      }
    }
  }

  /**
   * The queue of another process, which may have begun this moment: waits until its database is
   * made.
   *
   * @throws StoreException if its database cannot be opened
   */
  @SuppressWarnings("MustBeClosed")
  public static RemoteQueue remote(Path file, QueueOwner owner) {
    long patience = System.nanoTime() + OWNER_OPENS.toNanos();
    while (true) {
      String trouble = "its owner has not made it";
      SQLException cause = null;
      try {
        Connection connection = DatabaseFile.openBeside(file);
        if (isReady(connection)) {
          return new InboxQueue(connection, owner);
        }
      } catch (SQLException e) {
        trouble = words(e);
        cause = e;
      }
      if (System.nanoTime() > patience) {
        throw new StoreException(
            "the queue's database " + file + " cannot be opened: " + trouble, cause);
      }
      pause();
    }
  }

  /** Closes the connection where it is not. */
  private static boolean isReady(Connection connection) throws SQLException {
    boolean ready = false;
    try {
      ready = Migrations.ofProgram().areDone(connection);
      return ready;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOKING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while the queue's owner opens it", e);
    }
  }

  @Override
  public List<StoredJob> jobs() {
    JobRows.Read rows = read(() -> JobRows.all(connection));
    unreadableJobs = rows.unreadable();
    return rows.jobs();
  }

  @Override
  public Set<String> unreadableJobs() {
    return unreadableJobs;
  }

  @Override
  public List<Attempt> openAttempts() {
    return read(() -> AttemptRows.open(connection));
  }

  @Override
  public void commit(Change change) {
    write(
        () -> {
          JobRows.save(connection, change.saved());
          AttemptRows.save(connection, change.attempts());
          JobRows.remove(connection, change.removed());
        });
  }

  @Override
  public List<Errand> takeErrands() {
    return read(
        () -> {
          long version = otherWriters();
          if (version == seenVersion) {
            return List.of();
          }
          List<Errand> errands = Inbox.take(connection);
          seenVersion = version;
          return errands;
        });
  }

  @Override
  public void answer(long errandId, Answer answer) {
    write(() -> Inbox.answer(connection, errandId, answer));
  }

  @Override
  public List<LearnedCost> costs() {
    return read(() -> CostRows.all(connection));
  }

  @Override
  public void save(LearnedCost cost) {
    write(() -> CostRows.save(connection, cost));
  }

  @Override
  public void close() {
    close(connection);
  }

  /** Changes when, and only when, another connection has written. */
  private long otherWriters() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA data_version")) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private void write(Transactions.Work work) {
    try {
      Transactions.run(connection, work);
    } catch (SQLException e) {
      throw new StoreException(words(e), e);
    }
  }

  /** Reads something. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws SQLException;
  }

  static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw new StoreException(words(e), e);
    }
  }

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("the queue's database could not be closed: {}", e.getMessage());
    }
  }

  static String words(SQLException e) {
    return SqliteErrors.words(e);
  }
}
