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

/** The table of what the cost model has learned. */
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
      save.setString(1, learned.key().engine());
      save.setString(2, learned.key().model());
      save.setString(3, learned.key().precision().name());
      save.setInt(4, learned.length().frames());
      save.setLong(5, learned.cost().peakBytes());
      save.setDouble(6, learned.cost().threadSeconds());
      save.executeUpdate();
    }
  }

  private static LearnedCost cost(ResultSet row) throws SQLException {
    return new LearnedCost(
        new CostKey(
            row.getString("engine"),
            row.getString("model"),
            Precision.valueOf(row.getString("precision"))),
        new SegmentLength(row.getInt("segment_frames")),
        new Cost(row.getLong("peak_bytes"), row.getDouble("thread_seconds")));
  }
}
