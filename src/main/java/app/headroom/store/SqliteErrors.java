package app.headroom.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What went wrong with the database, in words for the user. */
final class SqliteErrors {

  private SqliteErrors() {}

  static String words(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return String.valueOf(e.getMessage());
    }
    int primary = sqlite.getResultCode().code & 0xff;
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      return "the disk is full";
    }
    if (primary == SQLiteErrorCode.SQLITE_READONLY.code
        || primary == SQLiteErrorCode.SQLITE_PERM.code) {
      return "it may not be written";
    }
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code) {
      return "another process keeps it locked";
    }
    if (primary == SQLiteErrorCode.SQLITE_IOERR.code) {
      return "the disk does not read or write: " + e.getMessage();
    }
    return String.valueOf(e.getMessage());
  }
}
