package app.headroom.store;

import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Cost;
import app.headroom.memory.CostKey;
import app.headroom.memory.LearnedCost;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cost model has learned. Of the user's own commands, the column {@code engine} says after
 * a space which one it is.
 */
final class CostRows {

  private static final Logger LOG = LoggerFactory.getLogger(CostRows.class);

  private static final String SELECT =
      "SELECT engine, model, precision, segment_frames, peak_bytes, thread_seconds FROM costs";

  private static final String SAVE =
      """
      INSERT OR REPLACE INTO costs
        (engine, model, precision, segment_frames, peak_bytes, thread_seconds)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  /** Each command that is replaced leaves its own behind. */
  private static final String FORGET =
      """
      DELETE FROM costs WHERE instr(engine, ' ') > 0 AND rowid NOT IN
        (SELECT rowid FROM costs WHERE instr(engine, ' ') > 0 ORDER BY rowid DESC LIMIT 200)
      """;

  private CostRows() {}

  static List<LearnedCost> all(Connection connection) throws SQLException {
    List<LearnedCost> costs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SELECT)) {
      while (row.next()) {
        try {
          costs.add(cost(row));
        } catch (IllegalArgumentException e) {
          LOG.warn("a cost of the database cannot be read: {}", e.getMessage());
        }
      }
    }
    return costs;
  }

  static void save(Connection connection, LearnedCost learned) throws SQLException {
    try (PreparedStatement save = connection.prepareStatement(SAVE)) {
      save.setString(1, engine(learned.key()));
      save.setString(2, learned.key().model());
      save.setString(3, learned.key().precision().name());
      save.setInt(4, learned.length().frames());
      save.setLong(5, learned.cost().peakBytes());
      save.setDouble(6, learned.cost().threadSeconds());
      save.executeUpdate();
    }
    if (learned.key().ofCommand()) {
      try (Statement forget = connection.createStatement()) {
        forget.executeUpdate(FORGET);
      }
    }
  }

  private static String engine(CostKey key) {
    return key.command().isEmpty() ? key.engine() : key.engine() + " " + key.command();
  }

  private static LearnedCost cost(ResultSet row) throws SQLException {
    String engine = row.getString("engine");
    int space = engine.indexOf(' ');
    return new LearnedCost(
        new CostKey(
            space < 0 ? engine : engine.substring(0, space),
            space < 0 ? "" : engine.substring(space + 1),
            row.getString("model"),
            Precision.valueOf(row.getString("precision"))),
        new SegmentLength(row.getInt("segment_frames")),
        new Cost(row.getLong("peak_bytes"), row.getDouble("thread_seconds")));
  }
}
