package io.countinghouse.usage;

import static io.countinghouse.usage.SqlArrays.texts;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code usage.touched_day} and {@code usage.hour_point}, as intake writes them. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PointTable {

  private static final List<String> MAX_ITEMS =
      Arrays.stream(Item.values())
          .filter(item -> item.dayValue() == Item.DayValue.MAX)
          .map(Item::id)
          .toList();

  private final JdbcClient jdbc;

  PointTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Takes the lock of each day, in their order, against other intakes and readings, and marks it
   * for the next reading; then brings quantities to points of these days. Both go to the database
   * at once, as these locks are the ones that intakes wait for.
   *
   * @param points in the order of their keys, no key twice
   */
  void touchAndAdd(Collection<TouchedDay> days, Collection<HourPoint> points) {
    if (days.isEmpty()) {
      return;
    }
    bind(
            """
            INSERT INTO usage.touched_day AS t (workspace_id, day)
            SELECT d.workspace_id, d.day
              FROM unnest(CAST(:touchedWorkspaces AS text[]), CAST(:touchedDays AS date[]))
                   WITH ORDINALITY AS d (workspace_id, day, n)
             ORDER BY d.n
                ON CONFLICT (workspace_id, day) DO UPDATE SET version = t.version + 1;
            INSERT INTO usage.hour_point AS p (workspace_id, day, item, retention, measure, hour, quantity)
            SELECT n.workspace_id, n.day, n.item, n.retention, n.measure, CAST(n.hour AS timestamptz),
                   CAST(n.quantity AS numeric)
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[]), CAST(:items AS text[]),
                          CAST(:retentions AS text[]), CAST(:measures AS text[]), CAST(:hours AS text[]),
                          CAST(:quantities AS text[]))
                   AS n (workspace_id, day, item, retention, measure, hour, quantity)
                ON CONFLICT (workspace_id, day, item, retention, measure, hour) DO UPDATE
               SET quantity = CASE WHEN excluded.item = ANY (CAST(:maxItems AS text[]))
                                   THEN greatest(p.quantity, excluded.quantity)
                                   ELSE p.quantity + excluded.quantity END\
            """,
            points.stream().map(HourPoint::key).toList())
        .param("touchedWorkspaces", texts(days, it -> it.workspace().value()))
        .param("touchedDays", texts(days, it -> it.day().toString()))
        .param("quantities", texts(points, it -> it.quantity().toPlainString()))
        .param("maxItems", texts(MAX_ITEMS, it -> it))
        .update();
  }

  /**
   * Takes quantities of SUM items from their points again, whose days are touched.
   *
   * @param points in the order of their keys, no key twice
   */
  void subtract(Collection<HourPoint> points) {
    if (points.isEmpty()) {
      return;
    }
    bind(
            """
            UPDATE usage.hour_point p
               SET quantity = p.quantity - CAST(n.quantity AS numeric)
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[]), CAST(:items AS text[]),
                          CAST(:retentions AS text[]), CAST(:measures AS text[]),
                          CAST(:hours AS timestamptz[]), CAST(:quantities AS text[]))
                   AS n (workspace_id, day, item, retention, measure, hour, quantity)
             WHERE p.workspace_id = n.workspace_id AND p.day = n.day AND p.item = n.item
               AND p.retention = n.retention AND p.measure = n.measure AND p.hour = n.hour\
            """,
            points.stream().map(HourPoint::key).toList())
        .param("quantities", texts(points, it -> it.quantity().toPlainString()))
        .update();
  }

  /**
   * Sets points of MAX items to the highest event that still counts in them, to zero without any.
   *
   * @param spans of each point the instants that belong to it: its hour, as far as it is of its day
   */
  void lower(Map<HourPoint.Key, Span> spans) {
    if (spans.isEmpty()) {
      return;
    }
    bind(
            """
            UPDATE usage.hour_point p
               SET quantity = coalesce(
                     (SELECT max(e.quantity) FROM usage.event e
                       WHERE e.workspace_id = n.workspace_id AND e.kind = 1 AND NOT e.voided
                         AND e.counted_at >= n.starts AND e.counted_at < n.ends
                         AND e.item = n.item AND e.retention = n.retention AND e.measure = n.measure), 0)
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[]), CAST(:items AS text[]),
                          CAST(:retentions AS text[]), CAST(:measures AS text[]),
                          CAST(:hours AS timestamptz[]), CAST(:starts AS timestamptz[]),
                          CAST(:ends AS timestamptz[]))
                   AS n (workspace_id, day, item, retention, measure, hour, starts, ends)
             WHERE p.workspace_id = n.workspace_id AND p.day = n.day AND p.item = n.item
               AND p.retention = n.retention AND p.measure = n.measure AND p.hour = n.hour\
            """,
            spans.keySet())
        .param("starts", texts(spans.values(), it -> it.start().toString()))
        .param("ends", texts(spans.values(), it -> it.end().toString()))
        .update();
  }

  private JdbcClient.StatementSpec bind(String sql, Collection<HourPoint.Key> keys) {
    return jdbc.sql(sql)
        .param("workspaces", texts(keys, it -> it.day().workspace().value()))
        .param("days", texts(keys, it -> it.day().day().toString()))
        .param("items", texts(keys, it -> it.item().id()))
        .param("retentions", texts(keys, HourPoint.Key::retention))
        .param("measures", texts(keys, HourPoint.Key::measure))
        .param("hours", texts(keys, it -> it.hour().start().toString()));
  }

  /** Instants from a first one up to an end, exclusive. */
  record Span(Instant start, Instant end) {}
}
