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

  /**
   * One statement, so all is seen at one moment; what is done to the books is done in one
   * transaction. Of carry and uncollected nothing else tells: together they are the rest.
   */
  private static final String COMPARE =
      """
      WITH booked AS (
        SELECT agreement_id, currency, account, sum(amount) AS amount
          FROM (SELECT agreement_id, currency, to_account AS account, amount
                  FROM billing.entry WHERE agreement_id = ANY (:ids)
                UNION ALL
                SELECT agreement_id, currency, from_account, -amount
                  FROM billing.entry WHERE agreement_id = ANY (:ids)) AS side
         GROUP BY 1, 2, 3),
      source AS (
        SELECT agreement_id, currency, 'ACCRUED' AS account, -amount AS amount
          FROM billing.posting WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, currency, 'ACCRUED', -amount FROM billing.transfer WHERE agreement_id = ANY (:ids)
        UNION ALL
        SELECT agreement_id, currency, state, amount
          FROM metering.record WHERE agreement_id = ANY (:ids) AND resolution IS NULL
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
        SELECT agreement_id, currency, account, sum(amount) AS amount FROM rest GROUP BY 1, 2, 3)
      SELECT coalesce(b.agreement_id, f.agreement_id) AS agreement_id, coalesce(b.currency, f.currency) AS currency,
             coalesce(b.account, f.account) AS account, coalesce(b.amount, 0) AS booked,
             coalesce(f.amount, 0) AS found
        FROM booked b FULL JOIN found f
          ON f.agreement_id = b.agreement_id AND f.currency = b.currency AND f.account = b.account\
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

  /** Compares the books of agreements; gives those that are out of balance. */
  List<AgreementId> check(List<AgreementId> agreements, Instant now) {
    return jdbc.sql(
            "WITH compared AS ("
                + COMPARE
                + """
                ),
                checked AS (
                  INSERT INTO metering.books_check AS c (agreement_id, currency, difference, checked_at)
                  SELECT agreement_id, currency, sum(abs(booked - found)), :now FROM compared GROUP BY 1, 2
                  ON CONFLICT (agreement_id, currency)
                  DO UPDATE SET difference = excluded.difference, checked_at = excluded.checked_at
                  RETURNING agreement_id, difference),
                kept AS (
                  INSERT INTO metering.books_check_account AS a (agreement_id, currency, account, booked, found)
                  SELECT agreement_id, currency, account, booked, found FROM compared
                  ON CONFLICT (agreement_id, currency, account)
                  DO UPDATE SET booked = excluded.booked, found = excluded.found
                   WHERE (a.booked, a.found) IS DISTINCT FROM (excluded.booked, excluded.found)
                  RETURNING 1)
                SELECT DISTINCT agreement_id FROM checked WHERE difference <> 0 ORDER BY agreement_id\
                """)
        .param("ids", agreements.stream().map(AgreementId::value).toArray(String[]::new))
        .param("now", SqlTime.utc(now))
        .query((rs, _) -> new AgreementId(rs.getString("agreement_id")))
        .list();
  }
}
