package io.countinghouse.metering;

import io.countinghouse.billing.Account;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the last checks of the books found, for people and alarms; in the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class BooksChecks {

  private final JdbcClient jdbc;

  BooksChecks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An account of one agreement, or of all in a currency.
   *
   * @param booked what its entries leave in it
   * @param found what postings, transfers, records and refund cases say should be in it
   */
  public record Line(Account account, Money booked, Money found) {

    /** Whether the two are the same. */
    public boolean holds() {
      return booked.minus(found).signum() == 0;
    }
  }

  /**
   * An agreement that was checked.
   *
   * @param difference by how much its accounts and running sums are wrong, all signs taken away
   */
  public record Checked(AgreementId agreement, Money difference, Instant at) {

    /** Where a page ends that ends with it. */
    public Cursor cursor() {
      return new Cursor(
          difference.signum() == 0, agreement, difference.currency().getCurrencyCode());
    }
  }

  /** Where a page ended. */
  public record Cursor(boolean balanced, AgreementId agreement, String currency) {}

  /**
   * All agreements together.
   *
   * @param difference the sum of all differences, by currency; a currency with none has zero
   * @param lastAt when an agreement was checked last; empty before the first check
   */
  public record Summary(
      long checked, long outOfBalance, List<Money> difference, @Nullable Instant lastAt) {}

  /** How many were checked, and how many are out of balance. */
  public Summary summary() {
    List<Money> difference =
        jdbc.sql(
                """
                SELECT currency, sum(difference) AS amount FROM metering.books_check
                 GROUP BY currency ORDER BY currency\
                """)
            .query((rs, _) -> money(rs, "amount"))
            .list();
    return jdbc.sql(
            """
            SELECT count(*) AS checked, count(*) FILTER (WHERE difference <> 0) AS wrong, max(checked_at) AS last
              FROM metering.books_check\
            """)
        .query((rs, _) ->
            new Summary(
                rs.getLong("checked"),
                rs.getLong("wrong"),
                difference,
                SqlTime.optional(rs, "last").orElse(null)))
        .single();
  }

  /** The accounts of all agreements together, by currency and account. */
  public List<Line> totals() {
    return jdbc.sql(
            """
            SELECT currency, account, sum(booked) AS booked, sum(found) AS found
              FROM metering.books_check_account GROUP BY currency, account ORDER BY currency\
            """)
        .query(BooksChecks::line)
        .list();
  }

  /** The accounts of one agreement, by currency and account. */
  public List<Line> of(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT currency, account, booked, found FROM metering.books_check_account
             WHERE agreement_id = :agreement ORDER BY currency\
            """)
        .param("agreement", agreement.value())
        .query(BooksChecks::line)
        .list();
  }

  /** By how much the running sums of an agreement are wrong; those that are right are left out. */
  public List<Money> runningOff(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT currency, running AS amount FROM metering.books_check
             WHERE agreement_id = :agreement AND running <> 0 ORDER BY currency\
            """)
        .param("agreement", agreement.value())
        .query((rs, _) -> money(rs, "amount"))
        .list();
  }

  /** What stands in each account of an agreement now: the sums so far and what came since. */
  public Map<Account, Money> balances(AgreementId agreement, Currency currency) {
    Map<Account, Money> balances = new EnumMap<>(Account.class);
    for (Account account : Account.values()) {
      balances.put(account, Money.zero(currency));
    }
    jdbc.sql(
            """
            SELECT account, sum(amount) AS amount
              FROM (SELECT account, booked AS amount FROM metering.books_sum
                     WHERE agreement_id = :agreement AND currency = :currency
                    UNION ALL
                    SELECT side.account, side.amount
                      FROM metering.books_cut cut, billing.entry e
                     CROSS JOIN LATERAL (VALUES (e.to_account, e.amount), (e.from_account, -e.amount))
                           AS side (account, amount)
                     WHERE e.agreement_id = :agreement AND e.currency = :currency AND e.id > cut.entry_id) AS moved
             GROUP BY account\
            """)
        .param("agreement", agreement.value())
        .param("currency", currency.getCurrencyCode())
        .query(rs -> {
          balances.put(
              Account.valueOf(rs.getString("account")),
              Money.of(rs.getBigDecimal("amount"), currency));
        });
    return balances;
  }

  /**
   * Agreements, those out of balance first, then by id.
   *
   * @param after where the page before ended; empty for the first
   */
  public List<Checked> worstFirst(@Nullable Cursor after, int limit) {
    return jdbc.sql(
            """
            SELECT agreement_id, currency, difference, checked_at FROM metering.books_check
             WHERE CAST(:agreement AS text) IS NULL
                OR ((difference = 0), agreement_id, currency) > (CAST(:balanced AS boolean), :agreement, :currency)
             ORDER BY (difference = 0), agreement_id, currency LIMIT :limit\
            """)
        .param("balanced", after == null ? null : after.balanced())
        .param("agreement", after == null ? null : after.agreement().value())
        .param("currency", after == null ? null : after.currency())
        .param("limit", limit)
        .query((rs, _) ->
            new Checked(
                new AgreementId(rs.getString("agreement_id")),
                money(rs, "difference"),
                SqlTime.instant(rs, "checked_at")))
        .list();
  }

  private static Line line(ResultSet rs, int row) throws SQLException {
    return new Line(
        Account.valueOf(rs.getString("account")), money(rs, "booked"), money(rs, "found"));
  }

  private static Money money(ResultSet rs, String column) throws SQLException {
    BigDecimal amount = rs.getBigDecimal(column);
    return Money.of(amount, Currency.getInstance(rs.getString("currency")));
  }
}
