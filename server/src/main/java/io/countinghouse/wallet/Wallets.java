package io.countinghouse.wallet;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What wallets hold, for people to look at; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class Wallets {

  private final JdbcClient jdbc;
  private final UnchargedTable uncharged;

  Wallets(JdbcClient jdbc, UnchargedTable uncharged) {
    this.jdbc = jdbc;
    this.uncharged = uncharged;
  }

  /** A wallet, for lists. */
  public record Listed(BillingAccountId account, String username, Money balance) {}

  /** What is left on an account; zero before anything moved. */
  public Money balance(BillingAccount account) {
    return Money.of(
        jdbc.sql(
                """
                SELECT balance FROM wallet.entry WHERE billing_account_id = :account ORDER BY number DESC LIMIT 1\
                """)
            .param("account", account.id().value())
            .query(BigDecimal.class)
            .optional()
            .orElse(BigDecimal.ZERO),
        account.currency());
  }

  /** What accrued since the last daily charges and will be charged with the next ones. */
  public Money uncharged(BillingAccount account) {
    return Money.of(uncharged.sum(account.id()), account.currency());
  }

  /**
   * The movements, the latest first.
   *
   * @param before the number of the last one of the page before; empty for the first page
   */
  public List<Movement> movements(BillingAccount account, @Nullable Long before, int limit) {
    return jdbc.sql(
            """
            SELECT e.number, e.at, e.balance, CASE WHEN e.to_account = 'BALANCE' THEN e.amount ELSE -e.amount END AS amount,
                   c.workspace_id, c.day, c.corrections, p.kind, p.bank_reference, p.paid_on, p.reason
              FROM wallet.entry e
              LEFT JOIN wallet.charge c ON c.id = e.charge_id
              LEFT JOIN wallet.proposal p ON p.id = e.proposal_id
             WHERE e.billing_account_id = :account AND e.number < :before
             ORDER BY e.number DESC LIMIT :limit\
            """)
        .param("account", account.id().value())
        .param("before", before == null ? Long.MAX_VALUE : before)
        .param("limit", limit)
        .query((rs, _) -> movement(rs, account.currency()))
        .list();
  }

  private static Movement movement(ResultSet rs, Currency currency) throws SQLException {
    return new Movement(
        rs.getLong("number"),
        SqlTime.instant(rs, "at"),
        Money.of(rs.getBigDecimal("amount"), currency),
        Money.of(rs.getBigDecimal("balance"), currency),
        cause(rs, currency));
  }

  private static Movement.Cause cause(ResultSet rs, Currency currency) throws SQLException {
    String kind = rs.getString("kind");
    if (kind == null) {
      return new Movement.Cause.Usage(
          new WorkspaceId(rs.getString("workspace_id")),
          Objects.requireNonNull(rs.getObject("day", LocalDate.class)),
          Money.of(rs.getBigDecimal("corrections"), currency));
    }
    return switch (Proposal.Kind.valueOf(kind)) {
      case TOP_UP ->
          new Movement.Cause.TopUp(
              rs.getString("bank_reference"), rs.getObject("paid_on", LocalDate.class));
      case CORRECTION -> new Movement.Cause.Correction(rs.getString("reason"));
    };
  }

  /**
   * Billing accounts with their balance, by username.
   *
   * @param search what the username begins with, in whatever case; empty for all
   * @param after the username of the last one of the page before; empty for the first page
   */
  public List<Listed> list(String search, String after, int limit) {
    return jdbc.sql(
            """
            SELECT a.id, a.username, a.currency, coalesce(e.balance, 0) AS balance
              FROM identity.billing_account a
              LEFT JOIN LATERAL (SELECT balance FROM wallet.entry
                                  WHERE billing_account_id = a.id ORDER BY number DESC LIMIT 1) AS e ON true
             WHERE starts_with(lower(a.username), lower(:search)) AND lower(a.username) > lower(:after)
             ORDER BY lower(a.username) LIMIT :limit\
            """)
        .param("search", search)
        .param("after", after)
        .param("limit", limit)
        .query((rs, _) ->
            new Listed(
                new BillingAccountId(rs.getString("id")),
                rs.getString("username"),
                Money.of(
                    rs.getBigDecimal("balance"), Currency.getInstance(rs.getString("currency")))))
        .list();
  }
}
