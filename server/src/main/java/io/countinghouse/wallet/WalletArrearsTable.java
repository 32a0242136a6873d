package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which balances are below zero since when, by the movements; and what was told of it. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class WalletArrearsTable {

  private final JdbcClient jdbc;

  WalletArrearsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What made a balance fall below zero.
   *
   * @param number of the movement
   */
  record Since(long number, Instant at) {}

  /** The movement since which the balance is below zero; empty if it is not. */
  Optional<Since> since(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT number, at FROM wallet.entry
             WHERE billing_account_id = :account AND balance < 0
               AND number > coalesce((SELECT max(number) FROM wallet.entry
                                       WHERE billing_account_id = :account AND balance >= 0), 0)
             ORDER BY number LIMIT 1\
            """)
        .param("account", account.value())
        .query((rs, _) -> new Since(rs.getLong("number"), SqlTime.instant(rs, "at")))
        .optional();
  }

  /** The accounts whose balance is below zero, in the order of their ids. */
  List<BillingAccountId> below(@Nullable BillingAccountId after, int limit) {
    return jdbc.sql(
            """
            SELECT a.billing_account_id FROM wallet.account a
             CROSS JOIN LATERAL (SELECT balance FROM wallet.entry e
                                  WHERE e.billing_account_id = a.billing_account_id
                                  ORDER BY number DESC LIMIT 1) AS last
             WHERE a.billing_account_id > :after AND last.balance < 0
             ORDER BY a.billing_account_id LIMIT :limit\
            """)
        .param("after", after == null ? "" : after.value())
        .param("limit", limit)
        .query((rs, _) -> new BillingAccountId(rs.getString("billing_account_id")))
        .list();
  }

  /** Keeps that something was told of arrears; false if it was before. */
  boolean tell(BillingAccountId account, Since since, int daysLeft, Instant at) {
    return jdbc.sql(
                """
                INSERT INTO wallet.arrears_notice (billing_account_id, number, days_left, at)
                VALUES (:account, :number, :daysLeft, :at) ON CONFLICT DO NOTHING\
                """)
            .param("account", account.value())
            .param("number", since.number())
            .param("daysLeft", daysLeft)
            .param("at", SqlTime.utc(at))
            .update()
        == 1;
  }

  /** The movement that began the arrears which took the payer away, until that is undone. */
  Optional<Long> overdue(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT max(number) AS number FROM wallet.arrears_notice
             WHERE billing_account_id = :account AND days_left = 0 AND paid_at IS NULL HAVING count(*) > 0\
            """)
        .param("account", account.value())
        .query((rs, _) -> rs.getLong("number"))
        .optional();
  }

  /** Keeps that the payer was given back. */
  void paid(BillingAccountId account, Instant at) {
    jdbc.sql(
            """
            UPDATE wallet.arrears_notice SET paid_at = :at
             WHERE billing_account_id = :account AND days_left = 0 AND paid_at IS NULL\
            """)
        .param("account", account.value())
        .param("at", SqlTime.utc(at))
        .update();
  }
}
