package io.countinghouse.billing;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Usage that nobody is charged for, for people to look at; within the caller's transaction. It
 * counts as posted, so no later payer is charged for it.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class UnchargedUsage {

  private final JdbcClient jdbc;

  UnchargedUsage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Why nobody is charged. */
  public enum Reason {
    /** Nobody paid for the workspace when it was read. */
    NO_PAYER,
    /** The price list of the day has no price for it in the payer's currency. */
    NO_PRICE
  }

  /** Where a page of rows ended. */
  public record Cursor(
      LocalDate day, WorkspaceId workspace, Item item, String retention, Reason reason) {}

  /**
   * What was used on a billing day and charged to nobody.
   *
   * @param day in the zone of the workspace's site
   * @param retention such as {@code 3d}; empty for an item without
   * @param units of the item's unit size, above 0
   */
  public record Row(
      Reason reason,
      WorkspaceId workspace,
      LocalDate day,
      Item item,
      String retention,
      BigDecimal units) {

    /** Where a page ends that ends with this row. */
    public Cursor cursor() {
      return new Cursor(day, workspace, item, retention, reason);
    }
  }

  /**
   * What days add up to.
   *
   * @param workspaces how many workspaces used it
   */
  public record Total(
      Reason reason, Item item, String retention, BigDecimal units, long workspaces) {}

  /**
   * The latest days first, within a day by workspace, item and retention.
   *
   * @param reason only those of it; empty for all
   * @param after where the page before ended; empty for the first
   * @param limit at most so many
   */
  public List<Row> latest(@Nullable Reason reason, @Nullable Cursor after, int limit) {
    return jdbc.sql(
            """
            SELECT uncharged, workspace_id, day, item, retention, sum(units) AS units
              FROM billing.posting
             WHERE uncharged IS NOT NULL
               AND (CAST(:reason AS text) IS NULL OR uncharged = :reason)
               AND (CAST(:day AS date) IS NULL OR day <= CAST(:day AS date))
               AND (CAST(:day AS date) IS NULL OR day < CAST(:day AS date)
                    OR (workspace_id, item, retention, uncharged) > (:workspace, :item, :retention, :last))
             GROUP BY day, workspace_id, item, retention, uncharged
            HAVING sum(units) > 0
             ORDER BY day DESC, workspace_id, item, retention, uncharged LIMIT :limit\
            """)
        .param("reason", reason == null ? null : reason.name())
        .param("day", after == null ? null : after.day().toString())
        .param("workspace", after == null ? null : after.workspace().value())
        .param("item", after == null ? null : after.item().id())
        .param("retention", after == null ? null : after.retention())
        .param("last", after == null ? null : after.reason().name())
        .param("limit", limit)
        .query((rs, _) ->
            new Row(
                Reason.valueOf(rs.getString("uncharged")),
                new WorkspaceId(rs.getString("workspace_id")),
                rs.getObject("day", LocalDate.class),
                Item.stored(rs.getString("item")),
                rs.getString("retention"),
                rs.getBigDecimal("units")))
        .list();
  }

  /**
   * How many items and retentions were found without a price, of however many workspaces.
   *
   * @param since when they were found, whenever they were used
   */
  public long unpricedSince(Instant since) {
    return jdbc.sql(
            """
            SELECT count(DISTINCT (item, retention)) FROM (
              SELECT item, retention FROM billing.posting
               WHERE uncharged = 'NO_PRICE' AND as_of >= :since
               GROUP BY workspace_id, day, item, retention HAVING sum(units) > 0) AS unpriced\
            """)
        .param("since", SqlTime.utc(since))
        .query((rs, _) -> rs.getLong(1))
        .single();
  }

  /**
   * What the days from one on add up to, by reason, item and retention.
   *
   * @param from the first billing day
   */
  public List<Total> totals(LocalDate from) {
    return jdbc.sql(
            """
            SELECT uncharged, item, retention, sum(units) AS units, count(DISTINCT workspace_id) AS workspaces
              FROM billing.posting
             WHERE uncharged IS NOT NULL AND day >= :from
             GROUP BY uncharged, item, retention
            HAVING sum(units) > 0
             ORDER BY uncharged, item, retention\
            """)
        .param("from", from)
        .query((rs, _) ->
            new Total(
                Reason.valueOf(rs.getString("uncharged")),
                Item.stored(rs.getString("item")),
                rs.getString("retention"),
                rs.getBigDecimal("units"),
                rs.getLong("workspaces")))
        .list();
  }
}
