package io.countinghouse.usage;

import static io.countinghouse.usage.SqlArrays.texts;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
   * Brings quantities to their points and marks their days as touched.
   *
   * @param points in the order of their keys, no key twice
   */
  void add(Collection<HourPoint> points) {
    if (!points.isEmpty()) {
      touch(points.stream().map(point -> point.key().day()).distinct().toList());
      upsert(points);
    }
  }

  /** Takes the lock of each day, in their order, against other intakes and readings. */
  private void touch(Collection<TouchedDay> days) {
    jdbc.sql(
            """
            INSERT INTO usage.touched_day AS t (workspace_id, day)
            SELECT d.workspace_id, d.day
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[]))
                   WITH ORDINALITY AS d (workspace_id, day, n)
             ORDER BY d.n
                ON CONFLICT (workspace_id, day) DO UPDATE SET version = t.version + 1\
            """)
        .param("workspaces", texts(days, it -> it.workspace().value()))
        .param("days", texts(days, it -> it.day().toString()))
        .update();
  }

  private void upsert(Collection<HourPoint> points) {
    jdbc.sql(
            """
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
            """)
        .param("workspaces", texts(points, it -> it.key().day().workspace().value()))
        .param("days", texts(points, it -> it.key().day().day().toString()))
        .param("items", texts(points, it -> it.key().item().id()))
        .param("retentions", texts(points, it -> it.key().retention()))
        .param("measures", texts(points, it -> it.key().measure()))
        .param("hours", texts(points, it -> it.key().hour().start().toString()))
        .param("quantities", texts(points, it -> it.quantity().toPlainString()))
        .param("maxItems", texts(MAX_ITEMS, it -> it))
        .update();
  }
}
