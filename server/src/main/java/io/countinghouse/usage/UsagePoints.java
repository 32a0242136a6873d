package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The hourly points, as readings take them.
 *
 * <p>In one transaction at READ COMMITTED: {@link #lockTouchedDays}, then {@link #dayTotals}, then
 * {@link #settle}. An intake at work on one of the days is waited for and one that comes later
 * waits, so a day that is settled has been counted to its last committed event.
 */
@Repository
public class UsagePoints {

  private final JdbcClient jdbc;

  UsagePoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Workspaces with any touched day, in the order of their ids, page by page.
   *
   * @param after the last one of the page before; null for the first page
   * @param limit at most so many
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<WorkspaceId> touchedWorkspaces(@Nullable WorkspaceId after, int limit) {
    return jdbc.sql(
            """
            SELECT DISTINCT workspace_id FROM usage.touched_day
             WHERE workspace_id > :after
             ORDER BY workspace_id LIMIT :limit\
            """)
        .param("after", after == null ? "" : after.value())
        .param("limit", limit)
        .query((rs, _) -> new WorkspaceId(rs.getString("workspace_id")))
        .list();
  }

  /**
   * The touched days of a workspace in a span, without locking them: to show, not to settle.
   *
   * @param from the first day
   * @param to the last day
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<TouchedDay> touchedDays(WorkspaceId workspace, LocalDate from, LocalDate to) {
    return jdbc.sql(
            """
            SELECT workspace_id, day FROM usage.touched_day
             WHERE workspace_id = :workspace AND day BETWEEN :from AND :to
             ORDER BY day\
            """)
        .param("workspace", workspace.value())
        .param("from", from)
        .param("to", to)
        .query((rs, _) -> touchedDay(rs))
        .list();
  }

  /**
   * Locks the touched days of workspaces until the transaction ends.
   *
   * @return the days, in the order of their locks
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<TouchedDay> lockTouchedDays(Collection<WorkspaceId> workspaces) {
    return jdbc.sql(
            """
            SELECT workspace_id, day FROM usage.touched_day
             WHERE workspace_id = ANY (CAST(:workspaces AS text[]))
             ORDER BY workspace_id, day
               FOR UPDATE\
            """)
        .param("workspaces", SqlArrays.texts(workspaces, WorkspaceId::value))
        .query((rs, _) -> touchedDay(rs))
        .list();
  }

  /**
   * What days come to.
   *
   * @param before only the points of hours that start before this instant; {@link Instant#MAX} is
   *     no limit
   * @return in the order of workspace, day, item, retention, measure
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<DayTotal> dayTotals(Collection<TouchedDay> days, Instant before) {
    return jdbc.sql(
            """
            SELECT p.workspace_id, p.day, p.item, p.retention, p.measure,
                   sum(p.quantity) AS total, max(p.quantity) AS highest
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[])) AS d (workspace_id, day)
              JOIN usage.hour_point p ON p.workspace_id = d.workspace_id AND p.day = d.day
             WHERE p.hour < CAST(:before AS timestamptz)
             GROUP BY p.workspace_id, p.day, p.item, p.retention, p.measure
             ORDER BY p.workspace_id, p.day, p.item, p.retention, p.measure\
            """)
        .param("workspaces", SqlArrays.texts(days, it -> it.workspace().value()))
        .param("days", SqlArrays.texts(days, it -> it.day().toString()))
        .param("before", SqlArrays.bound(before))
        .query((rs, _) -> dayTotal(rs))
        .list();
  }

  /**
   * Which of the days have points at or after an instant: a reading up to it leaves them touched.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Set<TouchedDay> withPointsFrom(Collection<TouchedDay> days, Instant from) {
    return jdbc.sql(
            """
            SELECT d.workspace_id, d.day
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[])) AS d (workspace_id, day)
             WHERE EXISTS (SELECT 1 FROM usage.hour_point p
                            WHERE p.workspace_id = d.workspace_id AND p.day = d.day
                              AND p.hour >= CAST(:from AS timestamptz))\
            """)
        .param("workspaces", SqlArrays.texts(days, it -> it.workspace().value()))
        .param("days", SqlArrays.texts(days, it -> it.day().toString()))
        .param("from", SqlArrays.bound(from))
        .query((rs, _) -> touchedDay(rs))
        .set();
  }

  /** Marks days, locked before in this transaction, as counted to their end. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void settle(Collection<TouchedDay> fullyCounted) {
    jdbc.sql(
            """
            DELETE FROM usage.touched_day t
             USING unnest(CAST(:workspaces AS text[]), CAST(:days AS date[])) AS d (workspace_id, day)
             WHERE t.workspace_id = d.workspace_id AND t.day = d.day\
            """)
        .param("workspaces", SqlArrays.texts(fullyCounted, it -> it.workspace().value()))
        .param("days", SqlArrays.texts(fullyCounted, it -> it.day().toString()))
        .update();
  }

  private static TouchedDay touchedDay(ResultSet rs) throws SQLException {
    return new TouchedDay(
        new WorkspaceId(rs.getString("workspace_id")), rs.getObject("day", LocalDate.class));
  }

  private static DayTotal dayTotal(ResultSet rs) throws SQLException {
    Item item = Item.stored(rs.getString("item"));
    BigDecimal quantity =
        switch (item.dayValue()) {
          case SUM -> rs.getBigDecimal("total");
          case MAX -> rs.getBigDecimal("highest");
        };
    TouchedDay day = touchedDay(rs);
    return new DayTotal(
        day.workspace(),
        day.day(),
        item,
        rs.getString("retention"),
        rs.getString("measure"),
        quantity);
  }
}
