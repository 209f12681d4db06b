package app.headroom.store;

import app.headroom.queue.Answer;
import app.headroom.queue.JobStore;
import app.headroom.queue.QueueCommand;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table in which other processes leave commands. A row is written by who asks, marked as taken
 * and answered by who has the queue, and deleted by who asked.
 */
final class Inbox {

  /** More than this waiting, and nobody seems to look after them. */
  private static final int MOST_WAITING = 100;

  private static final int MAX_COMMAND_CHARS = 16 << 20;

  /** Nobody waits that long for an answer. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private Inbox() {}

  /**
   * @return the errand's number, or empty if there are too many already
   */
  static Optional<Long> leave(Connection connection, QueueCommand command, Instant now)
      throws SQLException {
    String text = StoreJson.text(command);
    if (text.length() > MAX_COMMAND_CHARS) {
      throw new SQLException("a command of " + text.length() + " characters is too long");
    }
    Long[] id = new Long[1];
    Transactions.run(
        connection,
        () -> {
          try (PreparedStatement count =
                  connection.prepareStatement("SELECT count(*) FROM inbox WHERE answer IS NULL");
              ResultSet row = count.executeQuery()) {
            if (row.next() && row.getInt(1) >= MOST_WAITING) {
              return;
            }
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO inbox (asked_at, command) VALUES (?, ?) RETURNING id")) {
            insert.setString(1, now.toString());
            insert.setString(2, text);
            try (ResultSet row = insert.executeQuery()) {
              row.next();
              id[0] = row.getLong(1);
            }
          }
        });
    return Optional.ofNullable(id[0]);
  }

  /** The answer, once it is there; its row is deleted then. */
  static Optional<Answer> collect(Connection connection, long id) throws SQLException {
    String text;
    try (PreparedStatement select =
        connection.prepareStatement("SELECT answer FROM inbox WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.of(new Answer.Unable("the command was lost"));
        }
        text = row.getString(1);
      }
    }
    if (text == null) {
      return Optional.empty();
    }
    delete(connection, id);
    return Optional.of(StoreJson.value(text, Answer.class));
  }

  /**
   * Takes a command back.
   *
   * @return false if it is taken already
   */
  static boolean withdraw(Connection connection, long id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM inbox WHERE id = ? AND taken = 0")) {
      delete.setLong(1, id);
      return delete.executeUpdate() == 1;
    }
  }

  /** What is there and not taken yet, now marked as taken. What is no command is answered so. */
  static List<JobStore.Errand> take(Connection connection) throws SQLException {
    Map<Long, String> texts = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, command FROM inbox WHERE taken = 0 ORDER BY id LIMIT "
                    + MOST_WAITING)) {
      while (row.next()) {
        texts.put(row.getLong(1), row.getString(2));
      }
    }
    List<JobStore.Errand> errands = new ArrayList<>();
    if (texts.isEmpty()) {
      return errands;
    }
    Transactions.run(
        connection,
        () -> {
          for (Map.Entry<Long, String> entry : texts.entrySet()) {
            try (PreparedStatement mark =
                connection.prepareStatement(
                    "UPDATE inbox SET taken = 1 WHERE id = ? AND taken = 0")) {
              mark.setLong(1, entry.getKey());
              if (mark.executeUpdate() == 1) { // else it was withdrawn meanwhile
                read(connection, entry.getKey(), entry.getValue(), errands);
              }
            }
          }
        });
    return errands;
  }

  private static void read(
      Connection connection, long id, String text, List<JobStore.Errand> errands)
      throws SQLException {
    try {
      errands.add(new JobStore.Errand(id, StoreJson.value(text, QueueCommand.class)));
    } catch (IllegalArgumentException e) {
      answer(connection, id, new Answer.Unable("not understood: " + e.getMessage()));
    }
  }

  static void answer(Connection connection, long id, Answer answer) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE inbox SET answer = ? WHERE id = ?")) {
      update.setString(1, StoreJson.text(answer));
      update.setLong(2, id);
      update.executeUpdate();
    }
  }

  /** At the start: what the last owner had taken is answered, and what nobody wants is deleted. */
  static void tidy(Connection connection, Instant now) throws SQLException {
    Answer cut =
        new Answer.Unable(
            "the application ended while it was at it; the list of the queue tells what is done");
    try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM inbox WHERE asked_at < ?");
        PreparedStatement answer =
            connection.prepareStatement(
                "UPDATE inbox SET answer = ? WHERE taken = 1 AND answer IS NULL")) {
      delete.setString(1, now.minus(FORGOTTEN).toString());
      delete.executeUpdate();
      answer.setString(1, StoreJson.text(cut));
      answer.executeUpdate();
    }
  }

  static void delete(Connection connection, long id) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM inbox WHERE id = ?")) {
      delete.setLong(1, id);
      delete.executeUpdate();
    }
  }
}
