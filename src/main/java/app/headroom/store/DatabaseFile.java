package app.headroom.store;

import app.headroom.queue.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens the database's file, looks whether it is whole, and puts it aside where it is not. */
final class DatabaseFile {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
  private static final int BUSY_MILLIS = 5000;

  /** Of a text in it. A command with the songs of a whole disk is the largest. */
  private static final int MAX_VALUE_BYTES = 64 << 20;

  private static final int WAL_LIMIT_BYTES = 16 << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private DatabaseFile() {}

  /** For the process that has the queue's lock. */
  static Connection open(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    Connection connection = config.createConnection(url(file));
    try (Statement statement = connection.createStatement()) {
      // macOS: through the disk's own cache too
      statement.execute("PRAGMA fullfsync = ON");
      statement.execute("PRAGMA checkpoint_fullfsync = ON");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** For other processes: they read the jobs, and write to the inbox alone. */
  static Connection openBeside(Path file) throws SQLException {
    if (!Files.isRegularFile(file)) {
      throw new SQLException("there is no " + file);
    }
    SQLiteConfig config = config();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return config.createConnection(url(file));
  }

  /** Nothing is changed: a writer would write the log back into the file when it closes it. */
  static Connection openToLook(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return config.createConnection(url(file));
  }

  /**
   * Puts the file aside if it is damaged, with its log, so that nothing in it is lost for those who
   * can mend it.
   *
   * @return where it lies now, or null if it is whole or absent
   * @throws StoreException if it cannot be read for another reason, or not be put aside
   */
  static @Nullable Path putAsideIfDamaged(Path file, Instant now, Migrations migrations) {
    String damage = damage(file, migrations);
    if (damage == null) {
      return null;
    }
    Path aside = free(file, now);
    LOG.error("the queue's database is damaged ({}); it is kept as {}", damage, aside);
    try {
      // the file itself last: were it gone before, its old log could be taken for a new file's
      for (String suffix : new String[] {"-wal", "-shm", ""}) {
        Path part = file.resolveSibling(file.getFileName() + suffix);
        if (Files.exists(part)) {
          Files.move(part, aside.resolveSibling(aside.getFileName() + suffix));
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          "the queue's database " + file + " is damaged and cannot be put aside: " + e, e);
    }
    return aside;
  }

  private static @Nullable String damage(Path file, Migrations migrations) {
    if (!Files.exists(file)) {
      return null;
    }
    try (Connection connection = openToLook(file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "no verdict";
      if (!"ok".equals(verdict)) {
        return verdict;
      }
      List<String> missing = migrations.missingTables(connection);
      return missing.isEmpty() ? null : "it lacks " + String.join(", ", missing);
    } catch (SQLiteException e) {
      SQLiteErrorCode code = e.getResultCode();
      int primary = code.code & 0xff;
      if (primary == SQLiteErrorCode.SQLITE_NOTADB.code
          || primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
        return String.valueOf(e.getMessage());
      }
      throw unreadable(file, e);
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
  }

  private static StoreException unreadable(Path file, SQLException e) {
    return new StoreException(
        "the queue's database " + file + " cannot be read: " + e.getMessage(), e);
  }

  private static Path free(Path file, Instant now) {
    String name = file.getFileName() + ".corrupt-" + TIME.format(now);
    Path aside = file.resolveSibling(name);
    for (int i = 2; Files.exists(aside); i++) {
      aside = file.resolveSibling(name + "-" + i);
    }
    return aside;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(MAX_VALUE_BYTES));
    return config;
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath();
  }
}
