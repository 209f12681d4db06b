package app.headroom.store;

import app.headroom.queue.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The steps from one version of the database to the next. Step <i>n</i> makes version <i>n</i> of
 * version <i>n - 1</i>; version 0 is an empty file. A step that was released is never changed.
 */
final class Migrations {

  private static final int LATEST = 1;
  private static final Pattern STATEMENT_END = Pattern.compile(";\\R");

  private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");

  private final List<String> steps;

  /**
   * @param steps SQL, statements ended by a semicolon at the end of a line
   */
  Migrations(List<String> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Those of this program. */
  static Migrations ofProgram() {
    List<String> steps = new ArrayList<>();
    for (int version = 1; version <= LATEST; version++) {
      steps.add(resource("migration-" + version + ".sql"));
    }
    return new Migrations(steps);
  }

  int latest() {
    return steps.size();
  }

  /**
   * Whether the database has the latest version.
   *
   * @throws StoreException if a newer program wrote it
   */
  boolean areDone(Connection connection) throws SQLException {
    return knownVersion(connection) == latest();
  }

  private int knownVersion(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > latest()) {
      throw new StoreException(
          "the queue was kept by a newer version of Headroom (database version "
              + version
              + ", this program knows "
              + latest()
              + "); start that one, or update this one",
          null);
    }
    return version;
  }

  /**
   * Brings the database to the latest version, all steps in one transaction.
   *
   * @throws StoreException if a newer program wrote it; nothing is changed then
   */
  void apply(Connection connection) throws SQLException {
    int version = knownVersion(connection);
    if (version == latest()) {
      return;
    }
    Transactions.run(
        connection,
        () -> {
          try (Statement statement = connection.createStatement()) {
            for (String step : steps.subList(version, latest())) {
              for (String sql : STATEMENT_END.splitAsStream(step).toList()) {
                if (!sql.isBlank()) {
                  statement.executeUpdate(sql);
                }
              }
            }
            statement.executeUpdate("PRAGMA user_version = " + latest());
          }
        });
  }

  /**
   * Tables that a database of its version has to have, and has not. What a newer version has to
   * have is not known.
   */
  List<String> missingTables(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > latest()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>();
    String steps = String.join("\n", this.steps.subList(0, version));
    try (PreparedStatement find =
        connection.prepareStatement(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")) {
      for (MatchResult table : TABLE.matcher(steps).results().toList()) {
        find.setString(1, table.group(1));
        try (ResultSet row = find.executeQuery()) {
          if (!row.next()) {
            missing.add(table.group(1));
          }
        }
      }
    }
    return missing;
  }

  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static String resource(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing in the program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
