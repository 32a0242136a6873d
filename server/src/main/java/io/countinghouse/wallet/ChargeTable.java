package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code wallet.charge}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ChargeTable {

  private final JdbcClient jdbc;

  ChargeTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The latest day that a workspace was charged for, and what that left below the smallest coin.
   */
  record Last(LocalDate day, Money rest) {}

  /** The last charges of workspaces to an account; one without any is left out. */
  Map<WorkspaceId, Last> last(
      BillingAccountId account, Collection<WorkspaceId> workspaces, Currency currency) {
    Map<WorkspaceId, Last> last = new HashMap<>();
    jdbc.sql(
            """
            SELECT w.id, c.day, c.rest
              FROM unnest(CAST(:workspaces AS text[])) AS w (id)
             CROSS JOIN LATERAL (SELECT day, rest FROM wallet.charge
                                  WHERE billing_account_id = :account AND workspace_id = w.id
                                  ORDER BY day DESC LIMIT 1) AS c\
            """)
        .param("workspaces", workspaces.stream().map(WorkspaceId::value).toArray(String[]::new))
        .param("account", account.value())
        .query(rs -> {
          last.put(
              new WorkspaceId(rs.getString("id")),
              new Last(
                  rs.getObject("day", LocalDate.class),
                  Money.of(rs.getBigDecimal("rest"), currency)));
        });
    return last;
  }

  /** Stores a charge; gives its id. */
  long insert(BillingAccountId account, Charge charge, Instant at) {
    return jdbc.sql(
            """
            INSERT INTO wallet.charge (billing_account_id, workspace_id, day, accrued, corrections, rest_before, rest,
                                       amount, at)
            VALUES (:account, :workspace, :day, :accrued, :corrections, :restBefore, :rest, :amount, :at)
            RETURNING id\
            """)
        .param("account", account.value())
        .param("workspace", charge.workspace().value())
        .param("day", charge.day())
        .param("accrued", charge.accrued().amount())
        .param("corrections", charge.corrections().amount())
        .param("restBefore", charge.restBefore().amount())
        .param("rest", charge.rest().amount())
        .param("amount", charge.amount().amount())
        .param("at", SqlTime.utc(at))
        .query(Long.class)
        .single();
  }
}
