package app.headroom.store;

import java.sql.Connection;
import java.sql.SQLException;

/** All or nothing. */
final class Transactions {

  private Transactions() {}

  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** What is done is on the disk when this returns; with an exception nothing of it is. */
  static void run(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      undo(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  /** Where the disk was full SQLite has rolled back by itself, and says so each time. */
  private static void undo(Connection connection, Exception why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
