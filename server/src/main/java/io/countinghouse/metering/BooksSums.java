package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the check of the books has added up so far: {@code metering.books_sum}, up to {@code
 * metering.books_cut}. A transaction that was under way when the cut was made may be missing in
 * them; that shows as a difference, and what differs is added up as a whole before anybody is told.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class BooksSums {

  private final JdbcClient jdbc;

  BooksSums(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds what is new in entries, postings and transfers, and the records that became final.
   *
   * @param recordsFrom the hour from which on records are still looked at one by one
   */
  void advance(Instant recordsFrom) {
    jdbc.sql(
            """
            WITH cut AS (SELECT * FROM metering.books_cut FOR UPDATE),
            next AS (
              SELECT (SELECT coalesce(max(id), 0) FROM billing.entry) AS entry_id,
                     (SELECT coalesce(max(id), 0) FROM billing.posting_set) AS posting_id,
                     (SELECT coalesce(max(id), 0) FROM billing.transfer) AS transfer_id,
                     greatest(cut.records_from, :from) AS records_from
                FROM cut),
            added AS (
              SELECT e.agreement_id, e.currency, side.account, side.amount AS booked, 0 AS found
                FROM cut, next, billing.entry e
               CROSS JOIN LATERAL (VALUES (e.to_account, e.amount), (e.from_account, -e.amount)) AS side (account, amount)
               WHERE e.id > cut.entry_id AND e.id <= next.entry_id
              UNION ALL
              SELECT p.agreement_id, p.currency, 'ACCRUED', 0, -p.amount
                FROM cut, next, billing.posting p
               WHERE p.set_id > cut.posting_id AND p.set_id <= next.posting_id AND p.agreement_id IS NOT NULL
              UNION ALL
              SELECT t.agreement_id, t.currency, 'ACCRUED', 0, -t.amount
                FROM cut, next, billing.transfer t WHERE t.id > cut.transfer_id AND t.id <= next.transfer_id
              UNION ALL
              SELECT r.agreement_id, r.currency, r.state, 0, r.amount
                FROM cut, next, metering.record r
               WHERE r.hour >= cut.records_from AND r.hour < next.records_from
                 AND r.resolution IS NULL AND r.state IN ('ACCEPTED', 'WITHHELD')),
            kept AS (
              INSERT INTO metering.books_sum AS s (agreement_id, currency, account, booked, found)
              SELECT agreement_id, currency, account, sum(booked), sum(found) FROM added GROUP BY 1, 2, 3
              ON CONFLICT (agreement_id, currency, account)
              DO UPDATE SET booked = s.booked + excluded.booked, found = s.found + excluded.found)
            UPDATE metering.books_cut c
               SET entry_id = next.entry_id, posting_id = next.posting_id, transfer_id = next.transfer_id,
                   records_from = next.records_from
              FROM next\
            """)
        .param("from", SqlTime.utc(recordsFrom))
        .update();
  }

  /** Adds all up again for some agreements, up to the cut. */
  void addUpAgain(List<AgreementId> agreements) {
    String[] ids = agreements.stream().map(AgreementId::value).toArray(String[]::new);
    jdbc.sql("DELETE FROM metering.books_sum WHERE agreement_id = ANY (:ids)")
        .param("ids", ids)
        .update();
    jdbc.sql(
            """
            WITH cut AS (SELECT * FROM metering.books_cut),
            added AS (
              SELECT e.agreement_id, e.currency, side.account, side.amount AS booked, 0 AS found
                FROM cut, billing.entry e
               CROSS JOIN LATERAL (VALUES (e.to_account, e.amount), (e.from_account, -e.amount)) AS side (account, amount)
               WHERE e.agreement_id = ANY (:ids) AND e.id <= cut.entry_id
              UNION ALL
              SELECT p.agreement_id, p.currency, 'ACCRUED', 0, -p.amount
                FROM cut, billing.posting p WHERE p.agreement_id = ANY (:ids) AND p.set_id <= cut.posting_id
              UNION ALL
              SELECT t.agreement_id, t.currency, 'ACCRUED', 0, -t.amount
                FROM cut, billing.transfer t WHERE t.agreement_id = ANY (:ids) AND t.id <= cut.transfer_id
              UNION ALL
              SELECT r.agreement_id, r.currency, r.state, 0, r.amount
                FROM cut, metering.record r
               WHERE r.agreement_id = ANY (:ids) AND r.hour < cut.records_from
                 AND r.resolution IS NULL AND r.state IN ('ACCEPTED', 'WITHHELD'))
            INSERT INTO metering.books_sum (agreement_id, currency, account, booked, found)
            SELECT agreement_id, currency, account, sum(booked), sum(found) FROM added GROUP BY 1, 2, 3\
            """)
        .param("ids", ids)
        .update();
  }

  /** Whether all was added up since an instant. */
  boolean wholeSince(Instant instant) {
    return jdbc.sql("SELECT coalesce(whole_at > :instant, false) FROM metering.books_cut")
        .param("instant", SqlTime.utc(instant))
        .query(Boolean.class)
        .single();
  }

  /** Notes that all was added up. */
  void wholeAt(Instant now) {
    jdbc.sql("UPDATE metering.books_cut SET whole_at = :now")
        .param("now", SqlTime.utc(now))
        .update();
  }
}
