package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.metering.RecordTable.OnItsWay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which rows of {@code metering.record} are to be sent, and who sends them. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class DueRecords {

  private final JdbcClient jdbc;

  DueRecords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which hours a call may carry.
   *
   * @param from the oldest one; AWS no longer takes those before
   * @param before those from this one on wait
   * @param urgentBefore the same of what is urgent
   */
  record Hours(Hour from, Hour before, Hour urgentBefore) {}

  /**
   * Claims due records of a product, what is urgent first and then the oldest hours, and marks them
   * as being sent.
   *
   * @param limit how many at most
   * @param bytes how many bytes they may have together, with a comma each; one record is always
   *     within it
   * @return in that order
   */
  List<OnItsWay> claim(
      String productCode, Instant now, Hours hours, Duration lease, int limit, int bytes) {
    Hours urgent = new Hours(hours.from(), hours.urgentBefore(), hours.urgentBefore());
    List<OnItsWay> claimed = claim("urgent", productCode, now, urgent, lease, limit, bytes);
    if (claimed.size() < limit) {
      int used =
          claimed.stream()
              .mapToInt(it -> it.wire().getBytes(StandardCharsets.UTF_8).length + 1)
              .sum();
      claimed.addAll(
          claim(
              "NOT urgent", productCode, now, hours, lease, limit - claimed.size(), bytes - used));
    }
    return claimed;
  }

  private List<OnItsWay> claim(
      String which,
      String productCode,
      Instant now,
      Hours hours,
      Duration lease,
      int limit,
      int bytes) {
    List<OnItsWay> claimed =
        jdbc.sql(
                """
                WITH due AS (
                  SELECT id, state, hour, wire FROM metering.record
                   WHERE product_code = :product AND state IN ('DUE', 'SENT') AND next_attempt_at <= :now
                     AND hour >= :from AND hour < :before AND %s
                     AND (lease_until IS NULL OR lease_until < clock_timestamp())
                   ORDER BY hour, id LIMIT :limit FOR UPDATE SKIP LOCKED),
                fitting AS (
                  SELECT id, state, sum(octet_length(wire) + 1) OVER (ORDER BY hour, id) AS bytes FROM due)
                UPDATE metering.record r
                   SET state = 'SENT', unanswered = r.unanswered OR r.state = 'SENT', attempts = attempts + 1,
                       lease_until = clock_timestamp() + CAST(:lease AS interval), version = version + 1
                  FROM fitting WHERE r.id = fitting.id AND fitting.bytes <= :bytes
                RETURNING r.id, r.agreement_id, r.dimension, r.hour, r.amount, r.currency, r.wire, r.untagged,
                          fitting.state, r.unanswered, r.attempts, r.version\
                """
                    .formatted(which))
            .param("product", productCode)
            .param("now", SqlTime.utc(now))
            .param("from", SqlTime.utc(hours.from().start()))
            .param("before", SqlTime.utc(hours.before().start()))
            .param("lease", lease.toString())
            .param("limit", limit)
            .param("bytes", bytes)
            .query(RecordTable::onItsWay)
            .list();
    List<OnItsWay> inOrder = new ArrayList<>(claimed);
    inOrder.sort(Comparator.comparing(OnItsWay::hour).thenComparing(OnItsWay::id));
    return inOrder;
  }

  /** Keeps the leases of records while the calls that carry them are still being made. */
  void renew(List<OnItsWay> records, Duration lease) {
    jdbc.sql(
            """
            UPDATE metering.record SET lease_until = clock_timestamp() + CAST(:lease AS interval)
             WHERE id = ANY (:ids)\
            """)
        .param("lease", lease.toString())
        .param("ids", records.stream().map(OnItsWay::id).toArray(String[]::new))
        .update();
  }

  /** How many records of a product are due now and nobody is sending, counted up to a limit. */
  int count(String productCode, Instant now, Hours hours, int limit) {
    return jdbc.sql(
            """
            SELECT count(*) FROM (
              (SELECT 1 FROM metering.record
                WHERE product_code = :product AND state IN ('DUE', 'SENT') AND next_attempt_at <= :now
                  AND hour >= :from AND hour < :urgentBefore AND urgent
                  AND (lease_until IS NULL OR lease_until < clock_timestamp())
                LIMIT :limit)
              UNION ALL
              (SELECT 1 FROM metering.record
                WHERE product_code = :product AND state IN ('DUE', 'SENT') AND next_attempt_at <= :now
                  AND hour >= :from AND hour < :before AND NOT urgent
                  AND (lease_until IS NULL OR lease_until < clock_timestamp())
                LIMIT :limit)
              LIMIT :limit) AS due\
            """)
        .param("product", productCode)
        .param("now", SqlTime.utc(now))
        .param("from", SqlTime.utc(hours.from().start()))
        .param("before", SqlTime.utc(hours.before().start()))
        .param("urgentBefore", SqlTime.utc(hours.urgentBefore().start()))
        .param("limit", limit)
        .query(Integer.class)
        .single();
  }

  /** Whether a record of some products and hours is due now and nobody is sending it. */
  boolean any(List<String> productCodes, Instant now, Hour from, Hour before) {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT 1 FROM metering.record
               WHERE product_code = ANY (:products) AND state IN ('DUE', 'SENT') AND next_attempt_at <= :now
                 AND hour >= :from AND hour < :before
                 AND (lease_until IS NULL OR lease_until < clock_timestamp()))\
            """)
        .param("products", productCodes.toArray(String[]::new))
        .param("now", SqlTime.utc(now))
        .param("from", SqlTime.utc(from.start()))
        .param("before", SqlTime.utc(before.start()))
        .query(Boolean.class)
        .single();
  }

  /** When the next record of a product is to be tried; empty if none is on its way. */
  Optional<Instant> nextAttempt(String productCode) {
    return jdbc.sql(
            """
            SELECT min(next_attempt_at) AS next FROM metering.record
             WHERE product_code = :product AND state IN ('DUE', 'SENT')\
            """)
        .param("product", productCode)
        .query((rs, _) -> SqlTime.optional(rs, "next"))
        .single();
  }

  /**
   * The records of an agreement that AWS takes no more because of their age and nobody is sending.
   */
  List<OnItsWay> tooOld(AgreementId agreement, Hour oldest) {
    return jdbc.sql(
            """
            SELECT id, agreement_id, dimension, hour, amount, currency, wire, untagged, state, unanswered, attempts,
                   version
              FROM metering.record
             WHERE agreement_id = :agreement AND state IN ('DUE', 'SENT') AND hour < :before
               AND (lease_until IS NULL OR lease_until < clock_timestamp())
             ORDER BY hour, id FOR UPDATE SKIP LOCKED\
            """)
        .param("agreement", agreement.value())
        .param("before", SqlTime.utc(oldest.start()))
        .query(RecordTable::onItsWay)
        .list();
  }

  /**
   * The agreements with records of a product that AWS no longer takes because of their age and that
   * nobody is sending, by id. Their records are read once their agreement's row is locked.
   */
  List<AgreementId> withTooOld(String productCode, Hour oldest) {
    return jdbc.sql(
            """
            SELECT DISTINCT agreement_id FROM metering.record
             WHERE product_code = :product AND state IN ('DUE', 'SENT') AND hour < :before
               AND (lease_until IS NULL OR lease_until < clock_timestamp())
             ORDER BY agreement_id\
            """)
        .param("product", productCode)
        .param("before", SqlTime.utc(oldest.start()))
        .query((rs, _) -> new AgreementId(rs.getString("agreement_id")))
        .list();
  }
}
