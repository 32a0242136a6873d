package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The books of agreements, double entry: every amount moves from one account to another and is
 * never changed, so accrued is always the sum of all the others.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Books {

  private final JdbcClient jdbc;

  Books(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Moves an amount; zero moves nothing.
   *
   * @param cause what it was for, for people
   * @throws IllegalArgumentException if the amount is below zero
   */
  public void move(
      AgreementId agreement, Account from, Account to, Money amount, String cause, Instant at) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("an entry cannot be below zero: " + amount);
    }
    if (amount.signum() == 0) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO billing.entry (agreement_id, from_account, to_account, amount, currency, cause, at)
            VALUES (:agreement, :from, :to, :amount, :currency, :cause, :at)\
            """)
        .param("agreement", agreement.value())
        .param("from", from.name())
        .param("to", to.name())
        .param("amount", amount.amount())
        .param("currency", amount.currency().getCurrencyCode())
        .param("cause", cause)
        .param("at", SqlTime.utc(at))
        .update();
  }

  /** What stands in an account: what moved in less what moved out. */
  public Money balance(AgreementId agreement, Account account, Currency currency) {
    BigDecimal amount =
        jdbc.sql(
                """
                SELECT coalesce(sum(CASE WHEN to_account = :account THEN amount ELSE -amount END), 0)
                  FROM billing.entry
                 WHERE agreement_id = :agreement AND :account IN (from_account, to_account)\
                """)
            .param("account", account.name())
            .param("agreement", agreement.value())
            .query(BigDecimal.class)
            .single();
    return Money.of(amount, currency);
  }

  /** What entries of one cause left in an account. */
  public Money balance(AgreementId agreement, Account account, String cause, Currency currency) {
    BigDecimal amount =
        jdbc.sql(
                """
                SELECT coalesce(sum(CASE WHEN to_account = :account THEN amount ELSE -amount END), 0)
                  FROM billing.entry
                 WHERE agreement_id = :agreement AND cause = :cause AND :account IN (from_account, to_account)\
                """)
            .param("account", account.name())
            .param("agreement", agreement.value())
            .param("cause", cause)
            .query(BigDecimal.class)
            .single();
    return Money.of(amount, currency);
  }

  /**
   * What readings accrued on an agreement, or another agreement handed over to it, and no record
   * holds, without what belongs to hours later than one.
   *
   * @param until the start of the last hour whose postings count
   */
  public Money carryOf(AgreementId agreement, Instant until, Currency currency) {
    BigDecimal later =
        jdbc.sql(
                """
                SELECT (SELECT coalesce(sum(amount), 0) FROM billing.posting
                         WHERE agreement_id = :agreement AND hour > :until)
                     + (SELECT coalesce(sum(amount), 0) FROM billing.transfer
                         WHERE agreement_id = :agreement AND hour > :until)\
                """)
            .param("agreement", agreement.value())
            .param("until", SqlTime.utc(until))
            .query(BigDecimal.class)
            .single();
    return balance(agreement, Account.CARRY, currency).minus(Money.of(later, currency));
  }

  /**
   * What each workspace accrued on an agreement by postings and transfers of an hour and before.
   *
   * @param until the start of the last hour whose postings count
   */
  public Map<WorkspaceId, BigDecimal> accruedByWorkspace(AgreementId agreement, Instant until) {
    Map<WorkspaceId, BigDecimal> accrued = new HashMap<>();
    jdbc.sql(
            """
            SELECT workspace_id, sum(amount) AS amount
              FROM (SELECT workspace_id, amount FROM billing.posting
                     WHERE agreement_id = :agreement AND hour <= :until
                    UNION ALL
                    SELECT workspace_id, amount FROM billing.transfer
                     WHERE agreement_id = :agreement AND hour <= :until AND workspace_id IS NOT NULL) AS accrued
             GROUP BY workspace_id\
            """)
        .param("agreement", agreement.value())
        .param("until", SqlTime.utc(until))
        .query(rs -> {
          accrued.put(new WorkspaceId(rs.getString("workspace_id")), rs.getBigDecimal("amount"));
        });
    return accrued;
  }
}
