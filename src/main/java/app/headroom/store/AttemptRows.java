package app.headroom.store;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.queue.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of attempts. */
final class AttemptRows {

  private static final Logger LOG = LoggerFactory.getLogger(AttemptRows.class);

  /** A job that is paused and resumed for ever does not fill the database. */
  private static final int KEPT_OF_A_JOB = 50;

  private static final String OPEN =
      """
      SELECT job, number, started_at, segment_frames, threads, pid, process_started_at
      FROM attempts WHERE ended_at IS NULL
      """;

  private static final String SAVE =
      """
      INSERT OR REPLACE INTO attempts
        (job, number, started_at, segment_frames, threads, pid, process_started_at, ended_at, how,
         peak_bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FORGET =
      "DELETE FROM attempts WHERE job = ? AND number <= ? AND ended_at IS NOT NULL";

  private AttemptRows() {}

  static List<Attempt> open(Connection connection) throws SQLException {
    List<Attempt> attempts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OPEN)) {
      while (row.next()) {
        try {
          attempts.add(attempt(row));
        } catch (IllegalArgumentException | DateTimeParseException e) {
          LOG.error("an attempt of the database cannot be read: {}", e.getMessage());
        }
      }
    }
    return attempts;
  }

  static void save(Connection connection, Collection<Attempt> attempts) throws SQLException {
    try (PreparedStatement save = connection.prepareStatement(SAVE);
        PreparedStatement forget = connection.prepareStatement(FORGET)) {
      for (Attempt attempt : attempts) {
        Attempt.WorkerProcess worker = attempt.worker();
        Attempt.End end = attempt.end();
        save.setString(1, attempt.job().value());
        save.setInt(2, attempt.number());
        save.setString(3, attempt.startedAt().toString());
        save.setInt(4, attempt.segment().frames());
        save.setInt(5, attempt.threads());
        save.setObject(6, worker == null ? null : worker.pid());
        save.setString(7, worker == null ? null : worker.startedAt().toString());
        save.setString(8, end == null ? null : end.at().toString());
        save.setString(9, end == null ? null : end.how());
        save.setObject(10, end == null ? null : end.peakBytes());
        save.executeUpdate();
        if (attempt.number() > KEPT_OF_A_JOB) {
          forget.setString(1, attempt.job().value());
          forget.setInt(2, attempt.number() - KEPT_OF_A_JOB);
          forget.executeUpdate();
        }
      }
    }
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        new JobId(row.getString("job")),
        row.getInt("number"),
        Instant.parse(row.getString("started_at")),
        new SegmentLength(row.getInt("segment_frames")),
        row.getInt("threads"),
        worker(row),
        null);
  }

  private static Attempt.@Nullable WorkerProcess worker(ResultSet row) throws SQLException {
    String startedAt = row.getString("process_started_at");
    return startedAt == null
        ? null
        : new Attempt.WorkerProcess(row.getLong("pid"), Instant.parse(startedAt));
  }
}
