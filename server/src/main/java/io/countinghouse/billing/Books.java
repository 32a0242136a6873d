package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The books of agreements, double entry: every amount moves from one account to another and is
 * never changed, so accrued is always the sum of all the others. They are kept per metering
 * dimension.
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
  public void move(Book book, Account from, Account to, Money amount, String cause, Instant at) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("an entry cannot be below zero: " + amount);
    }
    if (amount.signum() == 0) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
            VALUES (:agreement, :dimension, :from, :to, :amount, :currency, :cause, :at)\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param("from", from.name())
        .param("to", to.name())
        .param("amount", amount.amount())
        .param("currency", amount.currency().getCurrencyCode())
        .param("cause", cause)
        .param("at", SqlTime.utc(at))
        .update();
  }

  /**
   * Books what accrued, or was given back, into the carry of many books at once; zeros move
   * nothing.
   *
   * @param amounts of either sign
   */
  void accrue(Map<Book, Money> amounts, String cause, Instant at) {
    List<Map.Entry<Book, Money>> rows =
        amounts.entrySet().stream().filter(row -> row.getValue().signum() != 0).toList();
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
            SELECT agreement_id, dimension, CASE WHEN amount > 0 THEN 'ACCRUED' ELSE 'CARRY' END,
                   CASE WHEN amount > 0 THEN 'CARRY' ELSE 'ACCRUED' END, abs(amount), currency, :cause, :at
              FROM unnest(CAST(:agreements AS text[]), CAST(:dimensions AS text[]), CAST(:amounts AS numeric[]),
                          CAST(:currencies AS text[])) AS e (agreement_id, dimension, amount, currency)\
            """)
        .param("cause", cause)
        .param("at", SqlTime.utc(at))
        .param("agreements", texts(rows, row -> row.getKey().agreement().value()))
        .param("dimensions", texts(rows, row -> row.getKey().dimension()))
        .param("amounts", texts(rows, row -> row.getValue().amount().toPlainString()))
        .param("currencies", texts(rows, row -> row.getValue().currency().getCurrencyCode()))
        .update();
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /** The books that an agreement has, one for each dimension that anything was booked in. */
  public List<Book> of(AgreementId agreement) {
    return jdbc.sql(
            "SELECT DISTINCT dimension FROM billing.entry WHERE agreement_id = :agreement ORDER BY 1")
        .param("agreement", agreement.value())
        .query((rs, _) -> new Book(agreement, rs.getString("dimension")))
        .list();
  }

  /** What stands in an account over all dimensions: what moved in less what moved out. */
  public Money balance(AgreementId agreement, Account account, Currency currency) {
    Money total = Money.zero(currency);
    for (Money balance : balances(agreement, account, null, currency).values()) {
      total = total.plus(balance);
    }
    return total;
  }

  /** What stands in an account of one dimension. */
  public Money balance(Book book, Account account, Currency currency) {
    return balances(book.agreement(), account, null, currency)
        .getOrDefault(book, Money.zero(currency));
  }

  /**
   * What stands in an account by dimension, in the order of the dimensions; no zeros.
   *
   * @param cause only what entries of this cause left there; empty for all
   */
  public Map<Book, Money> balances(
      AgreementId agreement, Account account, @Nullable String cause, Currency currency) {
    Map<Book, Money> balances = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT dimension, sum(CASE WHEN to_account = :account THEN amount ELSE -amount END) AS balance
              FROM billing.entry
             WHERE agreement_id = :agreement AND :account IN (from_account, to_account)
               AND (CAST(:cause AS text) IS NULL OR cause = :cause)
             GROUP BY dimension ORDER BY dimension\
            """)
        .param("account", account.name())
        .param("agreement", agreement.value())
        .param("cause", cause)
        .query(rs -> {
          Money balance = Money.of(rs.getBigDecimal("balance"), currency);
          if (balance.signum() != 0) {
            balances.put(new Book(agreement, rs.getString("dimension")), balance);
          }
        });
    return balances;
  }

  /**
   * What readings accrued on an agreement in one dimension, or another agreement handed over to it,
   * and no record holds, without what belongs to hours later than one.
   *
   * @param until the start of the last hour whose postings count
   */
  public Money carryOf(Book book, Instant until, Currency currency) {
    BigDecimal later =
        jdbc.sql(
                """
                SELECT (SELECT coalesce(sum(amount), 0) FROM billing.posting
                         WHERE agreement_id = :agreement AND dimension = :dimension AND hour > :until)
                     + (SELECT coalesce(sum(amount), 0) FROM billing.transfer
                         WHERE agreement_id = :agreement AND dimension = :dimension AND hour > :until)\
                """)
            .param("agreement", book.agreement().value())
            .param("dimension", book.dimension())
            .param("until", SqlTime.utc(until))
            .query(BigDecimal.class)
            .single();
    return balance(book, Account.CARRY, currency).minus(Money.of(later, currency));
  }

  /**
   * What each workspace accrued on an agreement in one dimension, by postings and transfers of an
   * hour and before.
   *
   * @param until the start of the last hour whose postings count
   */
  public Map<WorkspaceId, BigDecimal> accruedByWorkspace(Book book, Instant until) {
    Map<WorkspaceId, BigDecimal> accrued = new HashMap<>();
    jdbc.sql(
            """
            SELECT workspace_id, sum(amount) AS amount
              FROM (SELECT workspace_id, amount FROM billing.posting
                     WHERE agreement_id = :agreement AND dimension = :dimension AND hour <= :until
                    UNION ALL
                    SELECT workspace_id, amount FROM billing.transfer
                     WHERE agreement_id = :agreement AND dimension = :dimension AND hour <= :until
                       AND workspace_id IS NOT NULL) AS accrued
             GROUP BY workspace_id\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param("until", SqlTime.utc(until))
        .query(rs -> {
          accrued.put(new WorkspaceId(rs.getString("workspace_id")), rs.getBigDecimal("amount"));
        });
    return accrued;
  }
}
