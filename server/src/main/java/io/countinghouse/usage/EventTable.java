package io.countinghouse.usage;

import static io.countinghouse.usage.SqlArrays.texts;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code usage.event}; they never change. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class EventTable {

  private final JdbcClient jdbc;

  EventTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Inserts events whose key is new; waits for another transaction that is inserting the same key.
   *
   * @param events in the order of their keys, no key twice
   * @param known the workspaces whose events count
   * @return the keys that were new
   */
  Set<UsageEvent.Key> insert(
      Collection<UsageEvent> events, Set<WorkspaceId> known, Instant receivedAt) {
    if (events.isEmpty()) {
      return Set.of();
    }
    return jdbc.sql(
            """
            INSERT INTO usage.event
                   (source, id, workspace_id, item, measure, retention, quantity, used_at, received_at, counted)
            SELECT e.source, e.id, e.workspace_id, e.item, e.measure, e.retention,
                   CAST(e.quantity AS numeric), CAST(e.used_at AS timestamptz), :receivedAt,
                   CAST(e.counted AS boolean)
              FROM unnest(CAST(:sources AS text[]), CAST(:ids AS text[]), CAST(:workspaces AS text[]),
                          CAST(:items AS text[]), CAST(:measures AS text[]), CAST(:retentions AS text[]),
                          CAST(:quantities AS text[]), CAST(:usedAts AS text[]), CAST(:counted AS text[]))
                   WITH ORDINALITY
                   AS e (source, id, workspace_id, item, measure, retention, quantity, used_at, counted, n)
             ORDER BY e.n
                ON CONFLICT (source, id) DO NOTHING
            RETURNING source, id\
            """)
        .param("sources", texts(events, it -> it.key().source()))
        .param("ids", texts(events, it -> it.key().id()))
        .param("workspaces", texts(events, it -> it.workspace().value()))
        .param("items", texts(events, it -> it.item().id()))
        .param("measures", texts(events, UsageEvent::measure))
        .param("retentions", texts(events, UsageEvent::retention))
        .param("quantities", texts(events, it -> it.quantity().toPlainString()))
        .param("usedAts", texts(events, it -> it.usedAt().toString()))
        .param("counted", texts(events, it -> Boolean.toString(known.contains(it.workspace()))))
        .param("receivedAt", SqlTime.utc(receivedAt))
        .query((rs, _) -> key(rs))
        .set();
  }

  /** The stored events of keys; a key without one is left out. */
  List<UsageEvent> find(Collection<UsageEvent.Key> keys) {
    return jdbc.sql(
            """
            SELECT e.source, e.id, e.workspace_id, e.item, e.measure, e.retention, e.quantity, e.used_at
              FROM unnest(CAST(:sources AS text[]), CAST(:ids AS text[])) AS k (source, id)
              JOIN usage.event e ON e.source = k.source AND e.id = k.id\
            """)
        .param("sources", texts(keys, UsageEvent.Key::source))
        .param("ids", texts(keys, UsageEvent.Key::id))
        .query((rs, _) -> event(rs))
        .list();
  }

  private static UsageEvent.Key key(ResultSet rs) throws SQLException {
    return new UsageEvent.Key(rs.getString("source"), rs.getString("id"));
  }

  private static UsageEvent event(ResultSet rs) throws SQLException {
    return new UsageEvent(
        key(rs),
        new WorkspaceId(rs.getString("workspace_id")),
        Item.stored(rs.getString("item")),
        rs.getString("measure"),
        rs.getString("retention"),
        rs.getBigDecimal("quantity"),
        SqlTime.instant(rs, "used_at"));
  }
}
