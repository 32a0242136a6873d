package io.countinghouse.billing;

import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves between the books of two agreements: pairs of rows that add up to zero, so that what is
 * accrued on each is its postings and transfers, and stays the sum of its other accounts.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Transfers {

  private final JdbcClient jdbc;
  private final Books books;
  private final RunningSums sums;

  Transfers(JdbcClient jdbc, Books books, RunningSums sums) {
    this.jdbc = jdbc;
    this.books = books;
    this.sums = sums;
  }

  /**
   * Moves the whole carry of one dimension of an agreement, of either sign, to a dimension of
   * another one of the same currency. What each workspace accrued on {@code from} up to now and no
   * record has allocated can be allocated on {@code to} from now on; what that does not explain of
   * the carry moves as nobody's.
   *
   * @param carry what is carried on {@code from}; below zero if the customer is owed it
   */
  public void handOver(Book from, Book to, Money carry, Instant at) {
    Currency currency = carry.currency();
    Map<WorkspaceId, BigDecimal> shares = sums.shares(from, Hour.containing(at).start());
    BigDecimal unexplained = carry.amount();
    Map<String, BigDecimal> inOrder = new TreeMap<>();
    for (Map.Entry<WorkspaceId, BigDecimal> share : shares.entrySet()) {
      inOrder.put(share.getKey().value(), share.getValue());
      unexplained = unexplained.subtract(share.getValue());
    }
    inOrder.forEach(
        (workspace, amount) -> storePair(from, to, workspace, Money.of(amount, currency), at));
    storePair(from, to, null, Money.of(unexplained, currency), at);
    sums.addToShares(to, shares);
    shares.replaceAll((_, amount) -> amount.negate());
    sums.addToShares(from, shares);
    if (carry.signum() > 0) {
      books.move(
          from, Account.CARRY, Account.ACCRUED, carry, EntryCause.handedTo(to.agreement()), at);
      books.move(
          to, Account.ACCRUED, Account.CARRY, carry, EntryCause.handedBy(from.agreement()), at);
    } else {
      Money owed = Money.zero(currency).minus(carry);
      books.move(
          from, Account.ACCRUED, Account.CARRY, owed, EntryCause.handedTo(to.agreement()), at);
      books.move(
          to, Account.CARRY, Account.ACCRUED, owed, EntryCause.handedBy(from.agreement()), at);
    }
  }

  private void storePair(Book from, Book to, @Nullable String workspace, Money amount, Instant at) {
    if (amount.signum() != 0) {
      store(from, to, workspace, Money.zero(amount.currency()).minus(amount), at);
      store(to, from, workspace, amount, at);
    }
  }

  private void store(Book book, Book other, @Nullable String workspace, Money amount, Instant at) {
    jdbc.sql(
            """
            INSERT INTO billing.transfer (agreement_id, dimension, other_agreement_id, workspace_id, hour, amount, currency, at)
            VALUES (:agreement, :dimension, :other, :workspace, :hour, :amount, :currency, :at)\
            """)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param("other", other.agreement().value())
        .param("workspace", workspace)
        .param("hour", SqlTime.utc(Hour.ofReading(at).start()))
        .param("amount", amount.amount())
        .param("currency", amount.currency().getCurrencyCode())
        .param("at", SqlTime.utc(at))
        .update();
  }
}
