package io.countinghouse.usage;

import static io.countinghouse.usage.SqlArrays.texts;

import io.countinghouse.kernel.Handled;
import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Events that were kept and counted nowhere, for operators to see; they stay when the window of
 * their key is dropped.
 */
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
   * @param no its number in the order of receipt
   * @param item an item's id
   * @param quantity as reported, not in price units
   */
  public record Kept(
      long no,
      String source,
      String id,
      String workspace,
      String item,
      String measure,
      String retention,
      BigDecimal quantity,
      Instant usedAt,
      Instant receivedAt,
      @Nullable Handled handled) {}

  /**
   * A page of the events that were not taken back, those received last first.
   *
   * @param no of the last one of the page before; {@link Long#MAX_VALUE} for the first page
   * @param limit at most so many
   */
  public List<Kept> before(long no, int limit) {
    return jdbc.sql(
            """
            SELECT no, source, id, workspace_id, item, measure, retention, quantity, used_at, received_at,
                   handled_at, handled_by, handled_reason
              FROM usage.unknown_event
             WHERE NOT voided AND no < :no
             ORDER BY no DESC LIMIT :limit\
            """)
        .param("no", no)
        .param("limit", limit)
        .query((rs, _) -> kept(rs))
        .list();
  }

  /** How many there are that were not taken back and nobody has seen to. */
  public long count() {
    return jdbc.sql(
            "SELECT count(*) FROM usage.unknown_event WHERE NOT voided AND handled_at IS NULL")
        .query(Long.class)
        .single();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  void keep(Collection<StoredEvent> rows, Instant receivedAt) {
    EventColumns columns = new EventColumns(rows);
    jdbc.sql(
            """
            INSERT INTO usage.unknown_event
                   (source, id, workspace_id, item, measure, retention, quantity, used_at, received_at, voided)
            SELECT e.source, e.id, e.workspace_id, e.item, e.measure, e.retention,
                   CAST(e.quantity AS numeric), CAST(e.used_at AS timestamptz), :receivedAt, e.voided
              FROM unnest(:sources, :ids, :workspaces, :items, :measures, :retentions, :quantities, :usedAts,
                          :voided)
                   AS e (source, id, workspace_id, item, measure, retention, quantity, used_at, voided)\
            """)
        .param("sources", texts(rows, it -> it.key().source()))
        .param("ids", texts(rows, it -> it.key().id()))
        .param("workspaces", columns.workspaces)
        .param("items", columns.items)
        .param("measures", columns.measures)
        .param("retentions", columns.retentions)
        .param("quantities", columns.quantities)
        .param("usedAts", columns.usedAts)
        .param("voided", columns.voided)
        .param("receivedAt", SqlTime.utc(receivedAt))
        .update();
  }

  /** Their sender took them back. */
  @Transactional(propagation = Propagation.MANDATORY)
  void markVoided(Collection<StoredEvent> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            UPDATE usage.unknown_event e SET voided = true
              FROM unnest(:sources, :ids) AS k (source, id)
             WHERE e.source = k.source AND e.id = k.id\
            """)
        .param("sources", texts(rows, it -> it.key().source()))
        .param("ids", texts(rows, it -> it.key().id()))
        .update();
  }

  private static Kept kept(ResultSet rs) throws SQLException {
    return new Kept(
        rs.getLong("no"),
        rs.getString("source"),
        rs.getString("id"),
        rs.getString("workspace_id"),
        rs.getString("item"),
        rs.getString("measure"),
        rs.getString("retention"),
        rs.getBigDecimal("quantity"),
        SqlTime.instant(rs, "used_at"),
        SqlTime.instant(rs, "received_at"),
        Handled.read(rs));
  }
}
