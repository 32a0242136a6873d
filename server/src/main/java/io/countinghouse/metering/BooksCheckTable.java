package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Compares accounts with what they are made of and keeps what it found. It reads the tables of
 * billing and metering as they are, by none of the code that writes them, so that it tells when
 * that code is wrong.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class BooksCheckTable {

  /** All entries, and all that accounts are made of. */
  private static final String WHOLE =
      """
      WITH booked AS (
        SELECT e.agreement_id, e.currency, side.account, sum(side.amount) AS amount
          FROM billing.entry e
         CROSS JOIN LATERAL (VALUES (e.to_account, e.amount), (e.from_account, -e.amount)) AS side (account, amount)
         WHERE e.agreement_id = ANY (:ids) GROUP BY 1, 2, 3),
      made_of AS (
        SELECT agreement_id, currency, 'ACCRUED' AS account, -amount AS amount
          FROM billing.posting WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, currency, 'ACCRUED', -amount FROM billing.transfer WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, currency, state, amount
          FROM metering.record WHERE agreement_id = ANY (:ids) AND resolution IS NULL),
      summed AS (
        SELECT agreement_id, dimension, '' AS workspace_id, amount
          FROM billing.carry WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, dimension, '', CASE WHEN to_account = 'CARRY' THEN -amount ELSE amount END
          FROM billing.entry WHERE agreement_id = ANY (:ids) AND 'CARRY' IN (from_account, to_account)
        UNION ALL
        SELECT agreement_id, dimension, '', unnest(amounts) FROM billing.accrual WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, dimension, workspace_id, amount FROM billing.share WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, dimension, unnest(workspace_ids), unnest(amounts)
          FROM billing.accrual WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, dimension, workspace_id, -amount FROM billing.posting WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, dimension, workspace_id, -amount
          FROM billing.transfer WHERE agreement_id = ANY (:ids) AND workspace_id IS NOT NULL
        UNION ALL
        SELECT r.agreement_id, r.dimension, a.workspace_id, a.quantity * r.amount / r.quantity
          FROM metering.record r JOIN metering.allocation a ON a.record_id = r.id
         WHERE r.agreement_id = ANY (:ids) AND r.resolution IS DISTINCT FROM 'RETURNED'),
      running AS (
        SELECT agreement_id, sum(abs(amount)) AS amount
          FROM (SELECT agreement_id, sum(amount) AS amount
                  FROM summed GROUP BY agreement_id, dimension, workspace_id) AS sums
         GROUP BY agreement_id),
      """;

  /** The sums so far, with what came since: as many rows however long the books are. */
  private static final String SINCE_THE_CUT =
      """
      WITH cut AS (SELECT * FROM metering.books_cut),
      since AS (
        SELECT e.agreement_id, e.currency, side.account, sum(side.amount) AS amount
          FROM cut, billing.entry e
         CROSS JOIN LATERAL (VALUES (e.to_account, e.amount), (e.from_account, -e.amount)) AS side (account, amount)
         WHERE e.agreement_id = ANY (:ids) AND e.id > cut.entry_id GROUP BY 1, 2, 3),
      booked AS (
        SELECT agreement_id, currency, account, sum(amount) AS amount
          FROM (SELECT agreement_id, currency, account, booked AS amount
                  FROM metering.books_sum WHERE agreement_id = ANY (:ids)
                UNION ALL
                SELECT agreement_id, currency, account, amount FROM since) AS moved
         GROUP BY 1, 2, 3),
      made_of AS (
        SELECT agreement_id, currency, account, found AS amount
          FROM metering.books_sum
         WHERE agreement_id = ANY (:ids) AND account IN ('ACCRUED', 'ACCEPTED', 'WITHHELD')
        UNION ALL
        SELECT agreement_id, currency, account, amount FROM since WHERE account = 'ACCRUED'
        UNION ALL
        SELECT r.agreement_id, r.currency, r.state, r.amount
          FROM cut, metering.record r
         WHERE r.agreement_id = ANY (:ids) AND r.resolution IS NULL AND r.hour >= cut.records_from
        UNION ALL
        SELECT r.agreement_id, r.currency, r.state, r.amount
          FROM cut, metering.record r
         WHERE r.agreement_id = ANY (:ids) AND r.resolution IS NULL AND r.hour < cut.records_from
           AND r.state NOT IN ('ACCEPTED', 'WITHHELD')),
      running AS (
        SELECT agreement_id, abs(sum(amount)) AS amount
          FROM (SELECT agreement_id, amount FROM billing.carry WHERE agreement_id = ANY (:ids)
                UNION ALL
                SELECT agreement_id, unnest(amounts) FROM billing.accrual WHERE agreement_id = ANY (:ids)
                UNION ALL
                SELECT agreement_id, -amount FROM booked WHERE account = 'CARRY') AS carried
         GROUP BY agreement_id),
      """;

  /**
   * One statement, so all is seen at one moment; what is done to the books is done in one
   * transaction. Of carry and uncollected nothing else tells: together they are the rest.
   */
  private static final String COMPARED =
      """
      source AS (
        SELECT agreement_id, currency, account, amount FROM made_of
        UNION ALL
        SELECT agreement_id, currency, 'REFUND_CASES', -amount
          FROM billing.refund_case WHERE agreement_id = ANY (:ids) AND state IN ('OPEN', 'CLOSED')
        UNION ALL
        SELECT agreement_id, currency, account, amount FROM booked WHERE account = 'UNCOLLECTED'),
      rest AS (
        SELECT agreement_id, currency, account, amount FROM source
        UNION ALL
        SELECT agreement_id, currency, 'CARRY', -amount FROM source),
      found AS (
        SELECT agreement_id, currency, account, sum(amount) AS amount FROM rest GROUP BY 1, 2, 3),
      compared AS (
        SELECT coalesce(b.agreement_id, f.agreement_id) AS agreement_id, coalesce(b.currency, f.currency) AS currency,
               coalesce(b.account, f.account) AS account, coalesce(b.amount, 0) AS booked,
               coalesce(f.amount, 0) AS found
          FROM booked b FULL JOIN found f
            ON f.agreement_id = b.agreement_id AND f.currency = b.currency AND f.account = b.account),
      result AS (
        SELECT agreement_id, currency, sum(abs(c.booked - c.found)) AS difference, coalesce(max(r.amount), 0) AS running
          FROM compared c LEFT JOIN running r USING (agreement_id) GROUP BY agreement_id, currency),
      kept AS (
        SELECT * FROM result WHERE :whole OR difference + running = 0),
      checked AS (
        INSERT INTO metering.books_check AS c (agreement_id, currency, difference, running, checked_at)
        SELECT agreement_id, currency, difference + running, running, :now FROM kept
        ON CONFLICT (agreement_id, currency)
        DO UPDATE SET difference = excluded.difference, running = excluded.running, checked_at = excluded.checked_at),
      accounts AS (
        INSERT INTO metering.books_check_account AS a (agreement_id, currency, account, booked, found)
        SELECT c.agreement_id, c.currency, c.account, c.booked, c.found
          FROM compared c JOIN kept USING (agreement_id, currency)
        ON CONFLICT (agreement_id, currency, account)
        DO UPDATE SET booked = excluded.booked, found = excluded.found
         WHERE (a.booked, a.found) IS DISTINCT FROM (excluded.booked, excluded.found))
      SELECT DISTINCT agreement_id FROM result WHERE difference + running <> 0 ORDER BY agreement_id\
      """;

  private final JdbcClient jdbc;

  BooksCheckTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The agreements there are, by id. */
  List<AgreementId> agreements(@Nullable AgreementId after, int limit) {
    return jdbc.sql(
            "SELECT id FROM marketplace.agreement WHERE id > :after ORDER BY id LIMIT :limit")
        .param("after", after == null ? "" : after.value())
        .param("limit", limit)
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }

  /** Compares the books of agreements, all of them; gives those that are out of balance. */
  List<AgreementId> checkWhole(List<AgreementId> agreements, Instant now) {
    return check(WHOLE, true, agreements, now);
  }

  /**
   * Compares the books of agreements by the sums so far; gives those that seem out of balance, of
   * which nothing is kept.
   */
  List<AgreementId> checkSinceTheCut(List<AgreementId> agreements, Instant now) {
    return check(SINCE_THE_CUT, false, agreements, now);
  }

  private List<AgreementId> check(
      String from, boolean whole, List<AgreementId> agreements, Instant now) {
    return jdbc.sql(from + COMPARED)
        .param("ids", agreements.stream().map(AgreementId::value).toArray(String[]::new))
        .param("whole", whole)
        .param("now", SqlTime.utc(now))
        .query((rs, _) -> new AgreementId(rs.getString("agreement_id")))
        .list();
  }
}
