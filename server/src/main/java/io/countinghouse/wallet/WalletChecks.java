package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.metering.ClosedHours;
import io.countinghouse.metering.FurtherBooks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the last checks of the wallets found, for people and alarms; in the caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class WalletChecks implements FurtherBooks {

  /** A charge that fails is tried every five minutes. */
  private static final Duration LATE_AFTER = Duration.ofHours(3);

  private final ClosedHours closedHours;
  private final WalletSettings settings;
  private final JdbcClient jdbc;

  WalletChecks(ClosedHours closedHours, WalletSettings settings, JdbcClient jdbc) {
    this.closedHours = closedHours;
    this.settings = settings;
    this.jdbc = jdbc;
  }

  /**
   * An account of one wallet.
   *
   * @param booked what its movements, charges and what waits for a charge say
   * @param found what postings, charges and approved proposals say should be in it
   */
  public record Line(Side side, Money booked, Money found) {

    /** Whether the two are the same. */
    public boolean holds() {
      return booked.minus(found).signum() == 0;
    }
  }

  /** A wallet that is out of balance, and by how much. */
  public record Wrong(BillingAccountId account, Money difference) {}

  /** A wallet that waits for a charge since it was due. */
  public record Late(BillingAccountId account, Instant since) {}

  /** All wallets together; no time before the first check. */
  public record Summary(long checked, long outOfBalance, @Nullable Instant lastAt) {}

  /** How many were checked, and how many are out of balance. */
  public Summary summary() {
    return jdbc.sql(
            """
            SELECT count(*) AS checked, count(*) FILTER (WHERE difference <> 0) AS wrong, max(checked_at) AS last
              FROM wallet.books_check\
            """)
        .query((rs, _) ->
            new Summary(
                rs.getLong("checked"),
                rs.getLong("wrong"),
                SqlTime.optional(rs, "last").orElse(null)))
        .single();
  }

  /** The accounts of one wallet, in the order of their names; none before its first check. */
  public List<Line> of(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT a.account, a.booked, a.found, c.currency
              FROM wallet.books_check_account a JOIN wallet.books_check c USING (billing_account_id)
             WHERE a.billing_account_id = :account ORDER BY a.account\
            """)
        .param("account", account.value())
        .query((rs, _) ->
            new Line(
                Side.valueOf(rs.getString("account")), money(rs, "booked"), money(rs, "found")))
        .list();
  }

  /** The wallets that are out of balance, by id. */
  public List<Wrong> wrong(int limit) {
    return jdbc.sql(
            """
            SELECT billing_account_id, currency, difference FROM wallet.books_check
             WHERE (difference = 0) = false ORDER BY billing_account_id LIMIT :limit\
            """)
        .param("limit", limit)
        .query((rs, _) ->
            new Wrong(
                new BillingAccountId(rs.getString("billing_account_id")), money(rs, "difference")))
        .list();
  }

  @Override
  public long outOfBalance() {
    return summary().outOfBalance();
  }

  @Override
  public List<Money> differences() {
    return jdbc.sql(
            """
            SELECT currency, sum(difference) AS difference FROM wallet.books_check
             WHERE difference <> 0 GROUP BY currency ORDER BY currency\
            """)
        .query((rs, _) -> money(rs, "difference"))
        .list();
  }

  /** What was due by then could have been charged long ago: its hours are closed. */
  private Instant lateBefore(Instant now) {
    Instant closed = closedHours.until();
    Instant before = now.minus(settings.chargeDelay()).minus(LATE_AFTER);
    return closed.isBefore(before) ? closed : before;
  }

  @Override
  public long chargesLate(Instant now) {
    return jdbc.sql(
            "SELECT count(DISTINCT billing_account_id) FROM wallet.uncharged WHERE due_at <= :before")
        .param("before", SqlTime.utc(lateBefore(now)))
        .query(Long.class)
        .single();
  }

  /** The wallets that wait for a charge that was due long ago, those that wait longest first. */
  public List<Late> late(Instant now, int limit) {
    return jdbc.sql(
            """
            SELECT billing_account_id, min(due_at) AS since FROM wallet.uncharged WHERE due_at <= :before
             GROUP BY billing_account_id ORDER BY since, billing_account_id LIMIT :limit\
            """)
        .param("before", SqlTime.utc(lateBefore(now)))
        .param("limit", limit)
        .query((rs, _) ->
            new Late(
                new BillingAccountId(rs.getString("billing_account_id")),
                SqlTime.instant(rs, "since")))
        .list();
  }

  private static Money money(ResultSet rs, String column) throws SQLException {
    return Money.of(rs.getBigDecimal(column), Currency.getInstance(rs.getString("currency")));
  }
}
