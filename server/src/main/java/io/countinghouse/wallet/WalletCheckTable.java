package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Compares wallets with what they are made of and keeps what it found: accrued to the billing
 * account = charged to the balance + carry, and balance = approved top-ups and corrections −
 * charges. It reads the tables of billing and wallets as they are, by none of the code that writes
 * them, so that it tells when that code is wrong.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class WalletCheckTable {

  /** One statement, so all is seen at one moment. */
  private static final String COMPARE =
      """
      WITH account AS (
        SELECT id, currency FROM identity.billing_account WHERE id = ANY (:ids)),
      posted AS (
        SELECT billing_account_id AS id, sum(amount) AS amount FROM billing.posting
         WHERE billing_account_id = ANY (:ids) AND agreement_id IS NULL GROUP BY 1),
      waiting AS (
        SELECT billing_account_id AS id, sum(amount) AS amount FROM wallet.uncharged
         WHERE billing_account_id = ANY (:ids) GROUP BY 1),
      charged AS (
        SELECT billing_account_id AS id, sum(amount) AS amount, sum(accrued) AS accrued FROM wallet.charge
         WHERE billing_account_id = ANY (:ids) GROUP BY 1),
      rest AS (
        SELECT id, sum(rest) AS amount
          FROM (SELECT DISTINCT ON (billing_account_id, workspace_id) billing_account_id AS id, rest FROM wallet.charge
                 WHERE billing_account_id = ANY (:ids) ORDER BY billing_account_id, workspace_id, day DESC) AS last
         GROUP BY 1),
      approved AS (
        SELECT billing_account_id AS id, sum(amount) FILTER (WHERE kind = 'TOP_UP') AS top_ups,
               sum(amount) FILTER (WHERE kind = 'CORRECTION') AS corrections
          FROM wallet.proposal WHERE billing_account_id = ANY (:ids) AND state = 'APPROVED' GROUP BY 1),
      booked AS (
        SELECT id, sum(amount) FILTER (WHERE side = 'TOP_UPS') AS top_ups,
               sum(amount) FILTER (WHERE side = 'CORRECTIONS') AS corrections,
               -sum(amount) FILTER (WHERE side = 'CHARGES') AS charges,
               (array_agg(balance ORDER BY number DESC))[1] AS balance
          FROM (SELECT billing_account_id AS id, number, balance,
                       CASE WHEN to_account = 'BALANCE' THEN from_account ELSE to_account END AS side,
                       CASE WHEN to_account = 'BALANCE' THEN amount ELSE -amount END AS amount
                  FROM wallet.entry WHERE billing_account_id = ANY (:ids)) AS entry
         GROUP BY 1)
      SELECT a.id, a.currency, v.account, coalesce(v.booked, 0) AS booked, coalesce(v.found, 0) AS found
        FROM account a
        LEFT JOIN posted USING (id) LEFT JOIN waiting USING (id) LEFT JOIN charged USING (id) LEFT JOIN rest USING (id)
        LEFT JOIN approved USING (id) LEFT JOIN booked USING (id)
       CROSS JOIN LATERAL (VALUES
             ('ACCRUED', coalesce(charged.accrued, 0) + coalesce(waiting.amount, 0), posted.amount),
             ('CARRY', coalesce(waiting.amount, 0) + coalesce(rest.amount, 0),
                       coalesce(posted.amount, 0) - coalesce(charged.amount, 0)),
             ('CHARGES', booked.charges, charged.amount),
             ('TOP_UPS', booked.top_ups, approved.top_ups),
             ('CORRECTIONS', booked.corrections, approved.corrections),
             ('BALANCE', booked.balance, coalesce(approved.top_ups, 0) + coalesce(approved.corrections, 0)
                                         - coalesce(charged.amount, 0))) AS v (account, booked, found)
       WHERE posted.id IS NOT NULL OR waiting.id IS NOT NULL OR charged.id IS NOT NULL OR approved.id IS NOT NULL
          OR booked.id IS NOT NULL\
      """;

  private final JdbcClient jdbc;

  WalletCheckTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The billing accounts there are, by id. */
  List<BillingAccountId> accounts(@Nullable BillingAccountId after, int limit) {
    return jdbc.sql(
            "SELECT id FROM identity.billing_account WHERE id > :after ORDER BY id LIMIT :limit")
        .param("after", after == null ? "" : after.value())
        .param("limit", limit)
        .query((rs, _) -> new BillingAccountId(rs.getString("id")))
        .list();
  }

  /** Compares the wallets of accounts; gives those that are out of balance. */
  List<BillingAccountId> check(List<BillingAccountId> accounts, Instant now) {
    return jdbc.sql(
            "WITH compared AS ("
                + COMPARE
                + """
                ),
                checked AS (
                  INSERT INTO wallet.books_check AS c (billing_account_id, currency, difference, checked_at)
                  SELECT id, currency, sum(abs(booked - found)), :now FROM compared GROUP BY 1, 2
                  ON CONFLICT (billing_account_id)
                  DO UPDATE SET difference = excluded.difference, checked_at = excluded.checked_at
                  RETURNING billing_account_id, difference),
                kept AS (
                  INSERT INTO wallet.books_check_account AS a (billing_account_id, account, booked, found)
                  SELECT id, account, booked, found FROM compared
                  ON CONFLICT (billing_account_id, account)
                  DO UPDATE SET booked = excluded.booked, found = excluded.found
                   WHERE (a.booked, a.found) IS DISTINCT FROM (excluded.booked, excluded.found)
                  RETURNING 1)
                SELECT billing_account_id FROM checked WHERE difference <> 0 ORDER BY billing_account_id\
                """)
        .param("ids", accounts.stream().map(BillingAccountId::value).toArray(String[]::new))
        .param("now", SqlTime.utc(now))
        .query((rs, _) -> new BillingAccountId(rs.getString("billing_account_id")))
        .list();
  }
}
