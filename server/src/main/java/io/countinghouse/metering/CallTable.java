package io.countinghouse.metering;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.metering.RecordTable.OnItsWay;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code metering.call} and {@code metering.record_call}: each call, and its records.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class CallTable {

  private final JdbcClient jdbc;

  CallTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What came of a call, in a word. */
  enum Outcome {
    ANSWERED,
    REJECTED,
    THROTTLED,
    MISCONFIGURED,
    NOT_SENT,
    UNANSWERED
  }

  /**
   * An answer as it is stored.
   *
   * @param status AWS's HTTP status; empty if there was none
   * @param error AWS's name for it; empty if there was none
   * @param text what AWS, or our own client, said
   */
  record Answer(Outcome outcome, @Nullable Integer status, @Nullable String error, String text) {}

  /** Stores a call that is about to be made, with the records it carries; its id. */
  long store(String productCode, String request, List<OnItsWay> records, Instant now) {
    long id =
        jdbc.sql(
                """
                INSERT INTO metering.call (product_code, request, sent_at)
                VALUES (:product, :request, :now) RETURNING id\
                """)
            .param("product", productCode)
            .param("request", request)
            .param("now", SqlTime.utc(now))
            .query(Long.class)
            .single();
    jdbc.sql("INSERT INTO metering.record_call (record_id, call_id) SELECT unnest(:ids), :call")
        .param("ids", records.stream().map(OnItsWay::id).toArray(String[]::new))
        .param("call", id)
        .update();
    return id;
  }

  /**
   * Deletes calls sent before an instant, but for those of records that are not settled. Ids rise
   * with the time of sending, so it looks at the lowest ones.
   *
   * @param after looks at higher ids only
   * @param limit at so many at most
   * @return the highest id looked at that is old enough; empty if none is
   */
  Optional<Long> deleteOld(long after, Instant before, int limit) {
    return jdbc.sql(
            """
            WITH old AS (
              SELECT id FROM (SELECT id, sent_at FROM metering.call WHERE id > :after ORDER BY id LIMIT :limit) AS next
               WHERE sent_at < :before),
            settled AS (
              SELECT id FROM old
               WHERE NOT EXISTS (SELECT 1 FROM metering.record_call c JOIN metering.record r ON r.id = c.record_id
                                  WHERE c.call_id = old.id AND r.resolution IS NULL
                                    AND r.state IN ('DUE', 'SENT', 'REFUSED', 'DISPUTED', 'UNKNOWN'))),
            unnamed AS (DELETE FROM metering.record_call WHERE call_id IN (SELECT id FROM settled)),
            gone AS (DELETE FROM metering.call WHERE id IN (SELECT id FROM settled))
            SELECT max(id) AS last FROM old\
            """)
        .param("after", after)
        .param("before", SqlTime.utc(before))
        .param("limit", limit)
        .query((rs, _) -> Optional.ofNullable(rs.getObject("last", Long.class)))
        .single();
  }

  void answer(long id, Answer answer, Instant now) {
    jdbc.sql(
            """
            UPDATE metering.call
               SET outcome = :outcome, http_status = :status, error = :error, response = :text,
                   answered_at = :now
             WHERE id = :id\
            """)
        .param("outcome", answer.outcome().name())
        .param("status", answer.status())
        .param("error", answer.error())
        .param("text", answer.text())
        .param("now", SqlTime.utc(now))
        .param("id", id)
        .update();
  }
}
