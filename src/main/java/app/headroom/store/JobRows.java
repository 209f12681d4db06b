package app.headroom.store;

import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Precision;
import app.headroom.job.Receipt;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.queue.StoredJob;
import app.headroom.queue.Wish;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of jobs and of their receipts. */
final class JobRows {

  private static final Logger LOG = LoggerFactory.getLogger(JobRows.class);

  private static final String SELECT =
      """
      SELECT id, place, state, detail, wish, request, source, precision, submitted_at, history,
             receipt
      FROM jobs LEFT JOIN receipts ON receipts.job = jobs.id
      ORDER BY place, id
      """;

  /** Not INSERT OR REPLACE: that would delete the row first, and its attempts with it. */
  private static final String SAVE =
      """
      INSERT INTO jobs (id, place, state, detail, wish, request, source, precision, submitted_at,
                        history)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        place = excluded.place, state = excluded.state, detail = excluded.detail,
        wish = excluded.wish, source = excluded.source, history = excluded.history
      """;

  private static final String SAVE_RECEIPT =
      "INSERT OR REPLACE INTO receipts (job, receipt) VALUES (?, ?)";

  private JobRows() {}

  /**
   * @param unreadable ids of the rows that were left where they are
   */
  record Read(List<StoredJob> jobs, Set<String> unreadable) {}

  /** What is wrong with a row that cannot be read is said in the log. */
  static Read all(Connection connection) throws SQLException {
    Set<String> unreadable = new HashSet<>();
    List<StoredJob> jobs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SELECT)) {
      while (row.next()) {
        try {
          jobs.add(job(row));
        } catch (IllegalArgumentException | DateTimeParseException e) {
          unreadable.add(row.getString("id"));
          LOG.error("a job of the database cannot be read and is left out: {}", e.getMessage());
        }
      }
    }
    return new Read(jobs, unreadable);
  }

  static void save(Connection connection, Collection<StoredJob> jobs) throws SQLException {
    try (PreparedStatement save = connection.prepareStatement(SAVE);
        PreparedStatement saveReceipt = connection.prepareStatement(SAVE_RECEIPT)) {
      for (StoredJob job : jobs) {
        save.setString(1, job.id().value());
        save.setLong(2, job.place());
        save.setString(3, name(job.state()));
        save.setString(4, detail(job.state()));
        save.setString(5, job.wish().name());
        save.setString(6, StoreJson.text(job.request()));
        save.setString(7, job.source() == null ? null : StoreJson.text(job.source()));
        save.setString(8, job.precision().name());
        save.setString(9, job.submittedAt().toString());
        save.setString(10, StoreJson.text(job.history()));
        save.executeUpdate();
        if (job.state() instanceof JobState.Finished(Receipt receipt)) {
          saveReceipt.setString(1, job.id().value());
          saveReceipt.setString(2, StoreJson.text(receipt));
          saveReceipt.executeUpdate();
        }
      }
    }
  }

  static void remove(Connection connection, Collection<JobId> jobs) throws SQLException {
    try (PreparedStatement remove = connection.prepareStatement("DELETE FROM jobs WHERE id = ?")) {
      for (JobId job : jobs) {
        remove.setString(1, job.value());
        remove.executeUpdate();
      }
    }
  }

  private static StoredJob job(ResultSet row) throws SQLException {
    String source = row.getString("source");
    return new StoredJob(
        new JobId(row.getString("id")),
        row.getLong("place"),
        StoreJson.value(row.getString("request"), SeparationRequest.class),
        source == null ? null : StoreJson.value(source, SourceInfo.class),
        Precision.valueOf(row.getString("precision")),
        Instant.parse(row.getString("submitted_at")),
        state(row.getString("state"), row.getString("detail"), row.getString("receipt")),
        Wish.valueOf(row.getString("wish")),
        StoreJson.value(row.getString("history"), JobHistory.class));
  }

  private static String name(JobState state) {
    return switch (state) {
      case JobState.Waiting _ -> "waiting";
      case JobState.Running _ -> "running";
      case JobState.Paused _ -> "paused";
      case JobState.Parked _ -> "parked";
      case JobState.Finished _ -> "finished";
      case JobState.Failed _ -> "failed";
      case JobState.Cancelled _ -> "cancelled";
    };
  }

  private static @Nullable String detail(JobState state) {
    return switch (state) {
      case JobState.Running(Instant since) -> since.toString();
      case JobState.Parked(String cause) -> cause;
      case JobState.Failed(JobFailure failure) -> StoreJson.text(failure);
      case JobState.Waiting _, JobState.Paused _, JobState.Finished _, JobState.Cancelled _ -> null;
    };
  }

  private static JobState state(String name, @Nullable String detail, @Nullable String receipt) {
    return switch (name) {
      case "waiting" -> new JobState.Waiting();
      case "running" -> new JobState.Running(Instant.parse(present(detail)));
      case "paused" -> new JobState.Paused();
      case "parked" -> new JobState.Parked(present(detail));
      case "finished" -> new JobState.Finished(StoreJson.value(present(receipt), Receipt.class));
      case "failed" -> new JobState.Failed(StoreJson.value(present(detail), JobFailure.class));
      case "cancelled" -> new JobState.Cancelled();
      default -> throw new IllegalArgumentException("no state of a job: " + name);
    };
  }

  private static String present(@Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException("a state without its detail");
    }
    return text;
  }
}
