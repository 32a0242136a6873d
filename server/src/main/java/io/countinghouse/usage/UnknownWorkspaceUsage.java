package io.countinghouse.usage;

import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Events that were kept and counted nowhere, for operators to see. */
@Repository
@Transactional(propagation = Propagation.SUPPORTS)
public class UnknownWorkspaceUsage {

  private final JdbcClient jdbc;

  UnknownWorkspaceUsage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An event of a workspace that was not known when it came.
   *
   * @param item an item's id
   * @param quantity as reported, not in price units
   */
  public record Kept(
      String source,
      String id,
      String workspace,
      String item,
      String measure,
      String retention,
      BigDecimal quantity,
      Instant usedAt,
      Instant receivedAt) {}

  /** The events received last, the latest first. */
  public List<Kept> latest(int limit) {
    return jdbc.sql(
            """
            SELECT source, id, workspace_id, item, measure, retention, quantity, used_at, received_at
              FROM usage.event
             WHERE NOT counted
             ORDER BY received_at DESC, source, id LIMIT :limit\
            """)
        .param("limit", limit)
        .query((rs, _) -> kept(rs))
        .list();
  }

  private static Kept kept(ResultSet rs) throws SQLException {
    return new Kept(
        rs.getString("source"),
        rs.getString("id"),
        rs.getString("workspace_id"),
        rs.getString("item"),
        rs.getString("measure"),
        rs.getString("retention"),
        rs.getBigDecimal("quantity"),
        SqlTime.instant(rs, "used_at"),
        SqlTime.instant(rs, "received_at"));
  }
}
