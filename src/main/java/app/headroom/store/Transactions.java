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
      try {
        connection.rollback();
      } catch (SQLException again) {
        e.addSuppressed(again); // SQLite has rolled back by itself where the disk was full
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
