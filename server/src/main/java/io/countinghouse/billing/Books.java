package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final RunningSums sums;

  Books(JdbcClient jdbc, RunningSums sums) {
    this.jdbc = jdbc;
    this.sums = sums;
  }

  /**
   * Moves an amount; zero moves nothing.
   *
   * @param cause what it is for
   * @throws IllegalArgumentException if the amount is below zero
   */
  public void move(
      Book book, Account from, Account to, Money amount, Cause<EntryCause> cause, Instant at) {
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
        .param("cause", cause.stored())
        .param("at", SqlTime.utc(at))
        .update();
    if (to == Account.CARRY) {
      sums.addToCarry(book, amount.amount());
    } else if (from == Account.CARRY) {
      sums.addToCarry(book, amount.amount().negate());
    }
  }

  /** What is carried in each dimension of an agreement, in their order, zeros too. */
  public Map<Book, Money> carries(AgreementId agreement, Currency currency) {
    Map<Book, Money> carries = new LinkedHashMap<>();
    sums.carries(agreement)
        .forEach((dimension, amount) ->
            carries.put(new Book(agreement, dimension), Money.of(amount, currency)));
    return carries;
  }

  /** What one cause left uncollected of an agreement, by dimension, in their order; no zeros. */
  public Map<Book, Money> uncollected(
      AgreementId agreement, Cause<EntryCause> cause, Currency currency) {
    Map<Book, Money> uncollected = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT dimension, sum(CASE WHEN to_account = 'UNCOLLECTED' THEN amount ELSE -amount END) AS amount
              FROM billing.entry
             WHERE agreement_id = :agreement AND 'UNCOLLECTED' IN (from_account, to_account) AND cause = :cause
             GROUP BY dimension
            HAVING sum(CASE WHEN to_account = 'UNCOLLECTED' THEN amount ELSE -amount END) <> 0
             ORDER BY dimension\
            """)
        .param("agreement", agreement.value())
        .param("cause", cause.stored())
        .query(rs -> {
          uncollected.put(
              new Book(agreement, rs.getString("dimension")),
              Money.of(rs.getBigDecimal("amount"), currency));
        });
    return uncollected;
  }

  /**
   * What readings accrued on an agreement in one dimension, or another agreement handed over to it,
   * and no record holds, without what belongs to hours later than one.
   *
   * @param until the start of the last hour whose postings count
   */
  public Money carryOf(Book book, Instant until, Currency currency) {
    return Money.of(sums.carry(book, until), currency);
  }
}
