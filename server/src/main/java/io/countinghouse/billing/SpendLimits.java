package io.countinghouse.billing;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What owners want to be told of: how much an item costs on a billing day (product facts, 5). A
 * limit counts what is charged in its own currency, whoever pays.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class SpendLimits {

  /** Above it somebody has typed a digit too many. */
  public static final BigDecimal AMOUNT_MAX = new BigDecimal("1000000000");

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;

  SpendLimits(JdbcClient jdbc, AuditTrail audit, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.events = events;
  }

  /** Lets one change of a workspace's limits after the other be made, until the commit. */
  public void lock(WorkspaceId workspace) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('spend limits of ' || :workspace, 0))")
        .param("workspace", workspace.value())
        .query(rs -> {});
  }

  /** The limits of a workspace, by item; an item without one is left out. */
  public Map<Item, Money> of(WorkspaceId workspace) {
    Map<Item, Money> limits = new EnumMap<>(Item.class);
    jdbc.sql(
            "SELECT item, amount, currency FROM billing.spend_limit WHERE workspace_id = :workspace")
        .param("workspace", workspace.value())
        .query(rs -> {
          limits.put(Item.stored(rs.getString("item")), money(rs, "amount"));
        });
    return limits;
  }

  /**
   * Sets all limits of a workspace, which the caller has locked.
   *
   * @param limits by item, above 0 and at most {@link #AMOUNT_MAX}; items left out have none
   */
  public void set(WorkspaceId workspace, Map<Item, Money> limits, Actor by) {
    Map<Item, Money> before = of(workspace);
    jdbc.sql("DELETE FROM billing.spend_limit WHERE workspace_id = :workspace")
        .param("workspace", workspace.value())
        .update();
    limits.forEach((item, limit) ->
        jdbc.sql(
                """
                INSERT INTO billing.spend_limit (workspace_id, item, amount, currency)
                VALUES (:workspace, :item, :amount, :currency)\
                """)
            .param("workspace", workspace.value())
            .param("item", item.id())
            .param("amount", limit.amount())
            .param("currency", limit.currency().getCurrencyCode())
            .update());
    if (!before.equals(limits)) {
      audit.record(
          by,
          "spend-limits.set",
          workspace.value(),
          Map.of("before", before.toString(), "after", limits.toString()));
    }
  }

  /** Tells of the limits that the postings of some days have reached, each once. */
  void look(Collection<TouchedDay> days, Instant at) {
    List<HighSpend> reached =
        jdbc.sql(
                """
                INSERT INTO billing.spend_alert (workspace_id, item, day, spent, amount, currency, at)
                SELECT l.workspace_id, l.item, d.day, s.spent, l.amount, l.currency, :at
                  FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[])) AS d (workspace_id, day)
                  JOIN billing.spend_limit l ON l.workspace_id = d.workspace_id
                 CROSS JOIN LATERAL (SELECT sum(p.amount) AS spent FROM billing.posting p
                                      WHERE p.workspace_id = d.workspace_id AND p.day = d.day AND p.item = l.item
                                        AND p.currency = l.currency) AS s
                 WHERE s.spent >= l.amount
                ON CONFLICT (workspace_id, item, day) DO NOTHING
                RETURNING workspace_id, item, day, spent, amount, currency\
                """)
            .param("at", SqlTime.utc(at))
            .param(
                "workspaces",
                days.stream().map(it -> it.workspace().value()).toArray(String[]::new))
            .param("days", days.stream().map(it -> it.day().toString()).toArray(String[]::new))
            .query((rs, _) ->
                new HighSpend(
                    new WorkspaceId(rs.getString("workspace_id")),
                    Item.stored(rs.getString("item")),
                    rs.getObject("day", LocalDate.class),
                    money(rs, "spent"),
                    money(rs, "amount"),
                    at))
            .list();
    reached.forEach(events::publishEvent);
  }

  private static Money money(ResultSet rs, String column) throws SQLException {
    return Money.of(rs.getBigDecimal(column), Currency.getInstance(rs.getString("currency")));
  }
}
