package io.countinghouse.usage;

import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
   * Touched days that a transaction has locked.
   *
   * @param rows where the row of each is, which stays there while it is locked; in the order of the
   *     locks
   */
  public record LockedDays(SequencedMap<TouchedDay, String> rows) {

    public List<TouchedDay> days() {
      return List.copyOf(rows.keySet());
    }
  }

  /**
   * Locks the touched days of workspaces until the transaction ends. From here on the transaction
   * looks rows up by their indexes, whatever the planner has heard: between two looks at the
   * statistics a table may grow a thousandfold.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public LockedDays lockTouchedDays(Collection<WorkspaceId> workspaces) {
    jdbc.sql(
            """
            SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true)\
            """)
        .query((_, _) -> true)
        .single();
    LockedDays locked = new LockedDays(LinkedHashMap.newLinkedHashMap(workspaces.size()));
    jdbc.sql(
            """
            SELECT workspace_id, day, CAST(ctid AS text) AS place FROM usage.touched_day
             WHERE workspace_id = %s
             ORDER BY workspace_id, day
               FOR UPDATE\
            """
                .formatted(SqlIds.ANY))
        .param("ids", SqlArrays.texts(workspaces, WorkspaceId::value))
        .query(rs -> {
          locked.rows().put(touchedDay(rs), rs.getString("place"));
        });
    return locked;
  }

  /**
   * What days come to.
   *
   * @param beyond those that have points of hours that did not count: they stay touched
   */
  public record DayTotals(List<DayTotal> totals, Set<TouchedDay> beyond) {}

  /**
   * Counts days: those of one date at once, in the order of the index, so that nothing is sorted.
   *
   * @param before only the points of hours that start before this instant; {@link Instant#MAX} is
   *     no limit
   * @return in the order of the dates, then workspace, item, retention, measure
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public DayTotals dayTotals(Collection<TouchedDay> days, Instant before) {
    DayTotals found = new DayTotals(new ArrayList<>(), new HashSet<>());
    TouchedDay.byDate(days).forEach((date, workspaces) -> count(date, workspaces, before, found));
    return found;
  }

  private void count(LocalDate date, List<WorkspaceId> workspaces, Instant before, DayTotals into) {
    jdbc.sql(
            """
            SELECT workspace_id, item, retention, measure,
                   sum(quantity) FILTER (WHERE hour < :before) AS total,
                   max(quantity) FILTER (WHERE hour < :before) AS highest,
                   bool_or(hour >= :before) AS beyond
              FROM usage.hour_point
             WHERE day = :date AND workspace_id = ANY (:workspaces)
             GROUP BY workspace_id, item, retention, measure
             ORDER BY workspace_id, item, retention, measure\
            """)
        .param("workspaces", SqlArrays.texts(workspaces, WorkspaceId::value))
        .param("date", date)
        .param("before", SqlTime.bound(before))
        .query(rs -> {
          TouchedDay day = new TouchedDay(new WorkspaceId(rs.getString("workspace_id")), date);
          if (rs.getBoolean("beyond")) {
            into.beyond().add(day);
          }
          DayTotal total = dayTotal(day, rs);
          if (total != null) {
            into.totals().add(total);
          }
        });
  }

  private static @Nullable DayTotal dayTotal(TouchedDay day, ResultSet rs) throws SQLException {
    Item item = Item.stored(rs.getString("item"));
    BigDecimal quantity = rs.getBigDecimal(column(item));
    return quantity == null
        ? null
        : new DayTotal(
            day.workspace(),
            day.day(),
            item,
            rs.getString("retention"),
            rs.getString("measure"),
            quantity);
  }

  private static String column(Item item) {
    return switch (item.dayValue()) {
      case SUM -> "total";
      case MAX -> "highest";
    };
  }

  /**
   * Marks locked days as counted to their end.
   *
   * @param but those that are not
   * @throws IllegalStateException if one of them is no longer where it was locked
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void settle(LockedDays locked, Set<TouchedDay> but) {
    String[] places =
        locked.rows().entrySet().stream()
            .filter(row -> !but.contains(row.getKey()))
            .map(Map.Entry::getValue)
            .toArray(String[]::new);
    int settled =
        jdbc.sql("DELETE FROM usage.touched_day WHERE ctid = ANY (CAST(:places AS tid[]))")
            .param("places", places)
            .update();
    if (settled != places.length) {
      throw new IllegalStateException(
          "%d of %d locked days are not where they were"
              .formatted(places.length - settled, places.length));
    }
  }

  private static TouchedDay touchedDay(ResultSet rs) throws SQLException {
    return new TouchedDay(
        new WorkspaceId(rs.getString("workspace_id")), rs.getObject("day", LocalDate.class));
  }
}
